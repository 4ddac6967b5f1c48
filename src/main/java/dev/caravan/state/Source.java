package dev.caravan.state;

import dev.caravan.pipeline.SourceStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One source while the program runs: it lives across reloads of its route. Thread safe. */
public final class Source {

    private static final Logger LOG = LoggerFactory.getLogger(Source.class);

    private final Path directory;
    private final Ledger ledger;
    private final SourceStats stats;
    private final OutboxSpace outbox;
    private final String host;
    private final PollMarker polls;
    private @Nullable Object owner;
    private volatile boolean held;
    private volatile boolean suspended;
    private final Stopwatch holds = new Stopwatch();

    Source(Path directory, Ledger ledger, SourceStats stats, OutboxSpace outbox, String host) {
        this.directory = directory;
        this.ledger = ledger;
        this.stats = stats;
        this.outbox = outbox;
        this.host = host;
        this.polls = new PollMarker(directory.resolve(ledger.source()).resolve("polling"), ledger.sequence());
    }

    public String name() {
        return ledger.source();
    }

    public Ledger ledger() {
        return ledger;
    }

    public SourceStats stats() {
        return stats;
    }

    /** Tells whether the last runs died while its files were looked at. */
    public PollMarker polls() {
        return polls;
    }

    /** The machine's name, for records and keys. */
    public String host() {
        return host;
    }

    /** Notes that the state could not be written, and says so when it is news. Returns what is to be thrown. */
    public UnwritableException unwritable(IOException e) {
        UnwritableException problem = e instanceof UnwritableException u ? u : new UnwritableException(directory, e);
        stats.count(SourceStats.Event.FAILED);
        if (stats.problem(SourceStats.STATE, problem.getMessage())) {
            LOG.warn("{}: {}.", name(), problem.getMessage());
        }
        return problem;
    }

    /** Notes that the state was written: what went wrong with it, or in the source's route, is over. */
    public void written() {
        routeWorks();
        if (stats.problem(SourceStats.STATE, null)) {
            LOG.info("{}: the state directory can be written again", name());
        }
    }

    /** A block has passed the route: what was wrong with it is over. */
    public void routeWorks() {
        if (stats.problem(SourceStats.ROUTE, null)) {
            LOG.info("{}: its route works again", name());
        }
    }

    /** Whether collecting must wait: the outbox is full, the source's route is being replaced, or somebody has suspended the source. */
    public boolean isPaused() {
        return held || suspended || outbox.isFull();
    }

    /** Whether somebody has suspended it. */
    public boolean isSuspended() {
        return suspended;
    }

    /** Nothing is to be collected until {@link #resume()}, also by a route that takes the place of this one. Returns whether that is news. */
    public synchronized boolean suspend() {
        boolean news = !suspended;
        suspended = true;
        return news;
    }

    /** Goes on after {@link #suspend()}. Returns whether that is news. */
    public synchronized boolean resume() {
        boolean news = suspended;
        suspended = false;
        return news;
    }

    /** For how long it is held now, in milliseconds; 0 while it is not. */
    public long heldFor() {
        return holds.now();
    }

    /** For how long it was held in all, in milliseconds. */
    public long heldInAll() {
        return holds.millis();
    }

    /** Nothing is to be collected until {@link #release()}: the route is not there as a whole, or about to be replaced. */
    public synchronized void hold() {
        held = true;
        holds.start();
    }

    /** Goes on after {@link #hold()}. */
    public synchronized void release() {
        held = false;
        holds.stop();
        notifyAll();
    }

    /**
     * Waits until nothing holds it, for a poll that would have to wait for its next turn else.
     *
     * @param millis longest wait, in milliseconds
     * @return whether nothing holds it
     */
    public synchronized boolean awaitRelease(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; held && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
        return !held;
    }

    /** What collects for this source now, or null. */
    public synchronized @Nullable Object owner() {
        return owner;
    }

    /** Whether a route collects for this source now. */
    public synchronized boolean isAttached() {
        return owner != null;
    }

    synchronized void attach(Object by) {
        if (owner != null && owner != by) {
            throw new IllegalArgumentException("two routes have the source " + name()
                + ": give each a name of its own in its source parameter");
        }
        owner = by;
    }

    /** The route of this source has stopped. */
    public synchronized void detach(Object by) {
        if (owner == by) {
            owner = null;
        }
    }
}
