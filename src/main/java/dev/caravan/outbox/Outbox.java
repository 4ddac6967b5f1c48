package dev.caravan.outbox;

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
 * The bean {@code outbox} of the endpoint of the route {@code deliver}: its poll strategy, filter and sorter. They decide when the outbox
 * is polled, which of its files may be sent now, and which is sent first. Thread-safe.
 */
public final class Outbox extends DefaultPollingConsumerPollStrategy
    implements GenericFileFilter<Object>, Comparator<GenericFile<Object>> {

    // Somebody may put a file there by hand.
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long FIRST_PAUSE_MILLIS = 500;
    /** Together with the half second until the next poll, delivery resumes at most 15 s after an outage ends. */
    private static final long LONGEST_PAUSE_MILLIS = 14_000;
    /** Longest pause of an object that is refused while others of its prefix are accepted. */
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

    /** @param space counts the files of the outbox */
    public Outbox(Path directory, OutboxSpace space) {
        this(directory, space, FIRST_PAUSE_MILLIS);
    }

    /** @param firstPauseMillis the pause after a first failure, in milliseconds */
    public Outbox(Path directory, OutboxSpace space, long firstPauseMillis) {
        this.firstPauseMillis = firstPauseMillis;
        this.all = new Backoff(firstPauseMillis, LONGEST_PAUSE_MILLIS);
        this.directory = directory.toAbsolutePath().normalize();
        this.space = space;
    }

    /** Implements the poll strategy: no poll during a pause, and a poll every ten seconds if no file is known to be in the outbox. */
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

    /** Implements the filter: accepts no file during its pause. */
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

    /** Implements the order: files that failed come last; among others, the one that was sealed first comes first. */
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

    /** Returns the key of the object that a file becomes: its path below the outbox. */
    public String key(Path file) {
        return directory.relativize(file.toAbsolutePath().normalize()).toString().replace(File.separatorChar, '/');
    }

    /** Reports whether nothing may be sent now: the last attempt failed, or {@link #finish} was called. */
    public boolean isPausing() {
        return closed || all.isPausing();
    }

    /** Reports whether nothing may be sent now, or nothing of this key's prefix. */
    public boolean isPausing(String key) {
        Backoff prefix = prefixes.get(Prefix.of(key));
        return isPausing() || prefix != null && prefix.isPausing();
    }

    /** Ends all pauses: failed files are tried again at once. */
    public void retryNow() {
        all.succeeded();
        prefixes.clear();
        each.clear();
    }

    /** Returns the milliseconds until the next try; 0 if something may be sent now. */
    public long untilNextTry() {
        long left = all.left();
        if (left > 0) {
            return left;
        }
        long[] pauses = prefixes.values().stream().mapToLong(Backoff::left).filter(pause -> pause > 0).sorted().toArray();
        return pauses.length == 0 ? 0 : pauses[0];
    }

    /** Reports whether the file of this key still exists. */
    public boolean has(String key) {
        return Files.exists(directory.resolve(key));
    }

    /** Notes that the bucket has this object. */
    public void succeeded(String key) {
        activeAt = System.nanoTime();
        all.succeeded();
        prefixes.remove(Prefix.of(key));
        each.remove(key);
    }

    /**
     * Notes a failed attempt: the pauses grow, for this file, and for everything or its prefix.
     *
     * @param key null if it is not known which file failed
     * @return the pause for everything, or for the prefix, in milliseconds
     */
    public long failed(@Nullable String key, FailureScope scope) {
        activeAt = System.nanoTime();
        Backoff concerned = key == null || scope == FailureScope.ALL ? all
            : prefixes.computeIfAbsent(Prefix.of(key), p -> new Backoff(firstPauseMillis, LONGEST_PAUSE_MILLIS));
        long pause = concerned.failed();
        if (key != null) {
            // If it is the first failure in a row, others were delivered since this file failed last.
            each.computeIfAbsent(key, k -> new Backoff(firstPauseMillis, LONGEST_PAUSE_MILLIS))
                .failed(concerned.failures() == 1 ? LONGEST_PAUSE_OF_ONE_MILLIS : LONGEST_PAUSE_MILLIS);
        }
        return pause;
    }

    /** Notes that a file got another key because its own was taken. The file is tried after a pause, as after a failure. */
    public void moved(String key, String fresh) {
        each.remove(key);
        failed(fresh, FailureScope.PREFIX);
    }

    /** Notes that a request is under way and may go on: it is long, but not stuck. */
    public void alive() {
        activeAt = System.nanoTime();
    }

    /** Returns a sentence if objects wait and nothing has been tried for too long, otherwise null. */
    public @Nullable String halted() {
        return halted(System.nanoTime() - activeAt);
    }

    /** @param nanos nanoseconds since something was tried */
    @Nullable
    String halted(long nanos) {
        return closed || space.files() == 0 || nanos < LONG_NANOS ? null : space.files()
            + " objects wait in the outbox, and nothing was tried for " + TimeUnit.NANOSECONDS.toSeconds(nanos)
            + " s; check the log and restart Caravan";
    }

    /** Ends polls: from now on, only the stopping thread delivers. */
    public void finish() {
        closed = true;
    }
}
