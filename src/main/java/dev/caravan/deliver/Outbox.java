package dev.caravan.deliver;

import dev.caravan.state.OutboxSpace;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The bean {@code outbox} of the endpoint of the route {@code deliver}: its poll strategy, filter and sorter. They tell when
 * the outbox is looked at, which of its files may be sent now, and which goes first. Thread safe.
 */
public final class Outbox extends DefaultPollingConsumerPollStrategy
    implements GenericFileFilter<Object>, Comparator<GenericFile<Object>> {

    // Someone may put a file there by hand.
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long FIRST_PAUSE_MILLIS = 500;
    /** With the half second until the next look: 15 s after an outage has ended at the latest. */
    private static final long LONGEST_PAUSE_MILLIS = 14_000;
    /** Of an object that is refused while others of its kind are taken. */
    private static final long LONGEST_PAUSE_OF_ONE_MILLIS = 60_000;

    private final Path directory;
    private final OutboxSpace space;
    private final long firstPauseMillis;
    private final Backoff all;
    private final Map<String, Backoff> prefixes = new ConcurrentHashMap<>();
    private final Map<String, Backoff> each = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile long polledAt = System.nanoTime() - LOOK_NANOS;
    private volatile long activeAt = System.nanoTime();

    /** @param space counts its files */
    public Outbox(Path directory, OutboxSpace space) {
        this(directory, space, FIRST_PAUSE_MILLIS);
    }

    /** @param firstPauseMillis the pause after a first failure, in milliseconds */
    Outbox(Path directory, OutboxSpace space, long firstPauseMillis) {
        this.firstPauseMillis = firstPauseMillis;
        this.all = new Backoff(firstPauseMillis, LONGEST_PAUSE_MILLIS);
        this.directory = directory.toAbsolutePath().normalize();
        this.space = space;
    }

    /** The poll strategy: no poll while a pause lasts, and a rare one while nothing is known to be in the outbox. */
    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        long now = System.nanoTime();
        activeAt = now;
        if (isPausing() || space.files() == 0 && now - polledAt < LOOK_NANOS) {
            return false;
        }
        polledAt = now;
        return true;
    }

    /** The filter: no file while a pause lasts. */
    @Override
    public boolean accept(GenericFile<Object> file) {
        if (file.isDirectory()) {
            return true;
        }
        String key = key(file);
        if (isPausing(key)) {
            return false;
        }
        Backoff own = each.get(key);
        return own == null || !own.isPausing();
    }

    /** The order: files that failed go last, else the one sealed first goes first. */
    @Override
    public int compare(GenericFile<Object> a, GenericFile<Object> b) {
        int byFailures = Integer.compare(failures(a), failures(b));
        return byFailures != 0 ? byFailures : Long.compare(a.getLastModified(), b.getLastModified());
    }

    private int failures(GenericFile<Object> file) {
        Backoff own = each.get(key(file));
        return own == null ? 0 : own.failures();
    }

    private String key(GenericFile<Object> file) {
        return key(Path.of(file.getAbsoluteFilePath()));
    }

    /** The key of the object that is made of this file: its path below the outbox. */
    String key(Path file) {
        return directory.relativize(file.toAbsolutePath().normalize()).toString().replace(File.separatorChar, '/');
    }

    /** Whether nothing is to be sent now: the last attempt failed, or {@link #finish} was called. */
    boolean isPausing() {
        return closed || all.isPausing();
    }

    /** Whether this one's prefix is not to be tried now, or nothing is. */
    boolean isPausing(String key) {
        Backoff prefix = prefixes.get(Prefix.of(key));
        return isPausing() || prefix != null && prefix.isPausing();
    }

    /** Ends all pauses: what failed is tried again at once. */
    public void retryNow() {
        all.succeeded();
        prefixes.clear();
        each.clear();
    }

    /** Milliseconds until something is tried again; 0 while something may be sent now. */
    public long untilNextTry() {
        long left = all.left();
        if (left > 0) {
            return left;
        }
        long[] pauses = prefixes.values().stream().mapToLong(Backoff::left).filter(pause -> pause > 0).sorted().toArray();
        return pauses.length == 0 ? 0 : pauses[0];
    }

    /** Whether the file of this key is still there. */
    boolean has(String key) {
        return Files.exists(directory.resolve(key));
    }

    /** An object is in the bucket. */
    void succeeded(String key) {
        activeAt = System.nanoTime();
        all.succeeded();
        prefixes.remove(Prefix.of(key));
        each.remove(key);
    }

    /**
     * An attempt failed: the pauses grow, for this file, and for all or those of its prefix.
     *
     * @param key null when it is not known which file failed
     * @return the pause for all, or the prefix, in milliseconds
     */
    long failed(@Nullable String key, Failure.Scope scope) {
        activeAt = System.nanoTime();
        Backoff concerned = key == null || scope == Failure.Scope.ALL ? all
            : prefixes.computeIfAbsent(Prefix.of(key), p -> new Backoff(firstPauseMillis, LONGEST_PAUSE_MILLIS));
        long pause = concerned.failed();
        if (key != null) {
            // The first failure in a row: others were delivered since this one failed last.
            each.computeIfAbsent(key, k -> new Backoff(firstPauseMillis, LONGEST_PAUSE_MILLIS))
                .failed(concerned.failures() == 1 ? LONGEST_PAUSE_OF_ONE_MILLIS : LONGEST_PAUSE_MILLIS);
        }
        return pause;
    }

    /** A file got another key since its own was taken by something else: it is tried after a pause, as after a failure. */
    void moved(String key, String fresh) {
        each.remove(key);
        failed(fresh, Failure.Scope.PREFIX);
    }

    /** A request is under way, and may go on: it is long, but not stuck. */
    public void alive() {
        activeAt = System.nanoTime();
    }

    /** Says that objects wait and nothing has been tried for too long; null where that is not so. */
    public @Nullable String halted() {
        return halted(System.nanoTime() - activeAt);
    }

    /** @param nanos since something was tried */
    @Nullable
    String halted(long nanos) {
        return closed || space.files() == 0 || nanos < LONG_NANOS ? null : space.files()
            + " objects wait in the outbox, and nothing was tried for " + TimeUnit.NANOSECONDS.toSeconds(nanos)
            + " s; look at the log, and start Caravan again";
    }

    /** From now on the poll hands on nothing: what is delivered is delivered by the stopping thread. */
    public void finish() {
        closed = true;
    }
}
