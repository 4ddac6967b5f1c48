package dev.caravan.state;

import dev.caravan.pipeline.SourceStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One source while the program runs. It survives reloads of its route. Thread-safe. */
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

    /** Returns the name of the source. */
    public String name() {
        return ledger.source();
    }

    /** Returns the positions of the source. */
    public Ledger ledger() {
        return ledger;
    }

    /** Returns the counters and the state of the source. */
    public SourceStats stats() {
        return stats;
    }

    /** Returns the marker that knows whether the last runs died while they polled this source. */
    public PollMarker polls() {
        return polls;
    }

    /** Returns the machine's name, for records and keys. */
    public String host() {
        return host;
    }

    /** Notes that the state could not be written, logs that if it is news, and returns the exception to throw. */
    public UnwritableException unwritable(IOException e) {
        UnwritableException problem = e instanceof UnwritableException u ? u : new UnwritableException(directory, e);
        stats.count(SourceStats.Event.FAILED);
        if (stats.problem(SourceStats.STATE, problem.getMessage())) {
            LOG.warn("{}: {}.", name(), problem.getMessage());
        }
        return problem;
    }

    /** Notes that the state was written, so that problems with it, and with the source's route, are over. */
    public void written() {
        routeWorks();
        if (stats.problem(SourceStats.STATE, null)) {
            LOG.info("{}: the state directory can be written again", name());
        }
    }

    /** Notes that a block has passed the route, so that problems with the route are over. */
    public void routeWorks() {
        if (stats.problem(SourceStats.ROUTE, null)) {
            LOG.info("{}: its route works again", name());
        }
    }

    /** Reports whether collecting must wait: the outbox is full, the source's route is being replaced, or a person suspended the source. */
    public boolean isPaused() {
        return held || suspended || outbox.isFull();
    }

    /** Reports whether a person has suspended the source. */
    public boolean isSuspended() {
        return suspended;
    }

    /** Stops collecting until {@link #resume()}, even if another route replaces this one. Returns false if the source was suspended before. */
    public synchronized boolean suspend() {
        boolean news = !suspended;
        suspended = true;
        return news;
    }

    /** Resumes collecting after {@link #suspend()}. Returns false if the source was not suspended. */
    public synchronized boolean resume() {
        boolean news = suspended;
        suspended = false;
        return news;
    }

    /** Returns for how long the source has been held, in milliseconds; 0 if it is not held. */
    public long heldFor() {
        return holds.now();
    }

    /** Returns for how long the source was held in total, in milliseconds. */
    public long heldInAll() {
        return holds.millis();
    }

    /** Stops collecting until {@link #release()}: the route is incomplete, or about to be replaced. */
    public synchronized void hold() {
        held = true;
        holds.start();
    }

    /** Resumes collecting after {@link #hold()}. */
    public synchronized void release() {
        held = false;
        holds.stop();
        notifyAll();
    }

    /**
     * Waits until the source is not held, for a poll that would otherwise have to wait for its next turn.
     *
     * @param millis longest wait, in milliseconds
     * @return true if the source is not held
     */
    public synchronized boolean awaitRelease(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; held && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
        return !held;
    }

    /** Returns the object that collects for this source now, or null. */
    public synchronized @Nullable Object owner() {
        return owner;
    }

    /** Reports whether a route collects for this source now. */
    public synchronized boolean isAttached() {
        return owner != null;
    }

    synchronized void attach(Object by) {
        if (owner != null && owner != by) {
            throw new IllegalArgumentException("two routes use the source " + name()
                + ": give each its own name in the parameter source");
        }
        owner = by;
    }

    /** Notes that the route of this source has stopped. */
    public synchronized void detach(Object by) {
        if (owner == by) {
            owner = null;
        }
    }
}
