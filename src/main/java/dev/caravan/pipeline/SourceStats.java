package dev.caravan.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The counters and the state of one source since the start, read by its MBean and its health check. Thread-safe. */
public final class SourceStats {

    /** Subject of a {@link #problem}: writing the state directory. */
    public static final String STATE = "state";
    /** Subject of a problem: an error in the source's route. */
    public static final String ROUTE = "route";
    /** Subject of a problem: a poll of all files of the source. */
    public static final String POLL = "poll";

    /** Events that are counted. */
    public enum Event {
        /** Lines read from files or commands; lines that are read again after a failure count again. */
        LINES_READ,
        /** Bytes read. */
        BYTES_READ,
        /** Lines stored in a batch. Each line counts once, unless its batch is discarded and its lines are read again. */
        LINES_STORED,
        /** Bytes of those lines. */
        BYTES_STORED,
        /** Failures to store lines: the state directory could not be written, or the route has an error. */
        FAILED,
        /** Lines that no parser understood. */
        UNPARSED,
        /** Messages that are no event, of programs whose messages the parser knows: what it does not recognise yet. */
        WITHOUT_EVENT,
        /** Batches sealed because of their size. */
        SEALED_BY_SIZE,
        /** Batches sealed because of their age. */
        SEALED_BY_AGE,
        /** Batches sealed at a stop or a reload. */
        SEALED_BY_STOP,
        /** Objects that S3 has stored. */
        DELIVERED,
        /** Bytes of those objects. */
        DELIVERED_BYTES,
        /** Objects that were already in the bucket, from an attempt whose answer was lost. */
        ALREADY_THERE,
        /** Objects whose key was taken by another object; they got a new key. */
        KEY_TAKEN,
        /** Failed attempts to deliver. */
        RETRIES,
        /** Files that were rotated. */
        ROTATIONS,
        /** Files that disappeared before they were read to their end. */
        FILES_LOST,
        /** Bytes that those files still had, as far as known. */
        BYTES_LOST,
        /** Runs of a command. */
        RUNS,
        /** Runs that failed: exit value, timeout, no such program. */
        RUNS_FAILED,
        /** Runs that were skipped because the one before had not ended. */
        RUNS_SKIPPED,
        /** Polls that read nothing because collecting must wait: for the outbox, a route, or a person. */
        PAUSED
    }

    private static final int MOST_SENTENCES = 16;

    private final String source;
    private final ConcurrentMap<Event, AtomicLong> counts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, String> problems = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<String>> told = new ConcurrentHashMap<>();
    private volatile long bytesBehind;
    private volatile long behindSince;
    private volatile long openBatchBytes;
    private volatile long openSince;
    private volatile long sealedEach;
    private volatile long lastDelivery;
    private volatile String lastKey = "";
    private volatile boolean missing;
    private final Advance advance = new Advance();
    private volatile String following = "";
    private volatile long looked = System.nanoTime();
    private volatile long interval;
    private volatile java.util.function.Consumer<String> listener = text -> {};

    /** @param source name of the source */
    public SourceStats(String source) {
        this.source = source;
    }

    /** Returns the name of the source. */
    public String source() {
        return source;
    }

    /** Counts one event. */
    public void count(Event event) {
        count(event, 1);
    }

    /** Counts a number of events. */
    public void count(Event event, long n) {
        counts.computeIfAbsent(event, e -> new AtomicLong()).addAndGet(n);
    }

    /** Returns how many events were counted since the start. */
    public long get(Event event) {
        AtomicLong count = counts.get(event);
        return count == null ? 0 : count.get();
    }

    /**
     * Notes a problem, or its end.
     *
     * @param about   the subject of the problem: a path, a command
     * @param problem a sentence; null if there is no problem any more
     * @return true if the sentence is new: sentences that alternate are each logged once, until the problem is over
     */
    public boolean problem(String about, @Nullable String problem) {
        if (problem == null) {
            told.remove(about);
            return problems.remove(about) != null;
        }
        problems.put(about, problem);
        Set<String> sentences = told.computeIfAbsent(about, a -> ConcurrentHashMap.newKeySet());
        if (sentences.size() > MOST_SENTENCES) {
            sentences.clear();
        }
        return sentences.add(problem);
    }

    /** Reports whether the subject has a problem now. */
    public boolean hasProblem(String about) {
        return problems.containsKey(about);
    }

    /** Returns the problems of now, as sentences; empty if there are none. */
    public java.util.Collection<String> problems() {
        return new java.util.TreeMap<>(problems).values();
    }

    /** Returns the bytes in followed files that are not in a batch yet. */
    public long bytesBehind() {
        return bytesBehind;
    }

    /** Sets the number of bytes in followed files that are not in a batch yet. */
    public void bytesBehind(long bytes) {
        behindSince = bytes == 0 ? 0 : behindSince == 0 ? System.currentTimeMillis() : behindSince;
        bytesBehind = bytes;
    }

    /** Returns since when there have been such bytes, in milliseconds since 1970; 0 if there are none. */
    public long behindSince() {
        return behindSince;
    }

    /** Returns the bytes in the open batch, before compression. */
    public long openBatchBytes() {
        return openBatchBytes;
    }

    /** Sets the size of the open batch in bytes, before compression. */
    public void openBatchBytes(long bytes) {
        openSince = bytes == 0 ? 0 : openSince == 0 ? System.currentTimeMillis() : openSince;
        openBatchBytes = bytes;
    }

    /** Returns when the open batch got its first lines, in milliseconds since 1970; 0 if it is empty. */
    public long openSince() {
        return openSince;
    }

    /** Sets the age at which batches are sealed, in milliseconds. */
    public void sealedEach(long millis) {
        sealedEach = millis;
    }

    /** Returns the age at which batches are sealed, in milliseconds; 0 if it is not known. */
    public long sealedEach() {
        return sealedEach;
    }

    /** Counts lines that are now in the open batch, and notes the progress. */
    public void stored(int newLines, int newBytes) {
        count(Event.LINES_STORED, newLines);
        count(Event.BYTES_STORED, newBytes);
        advance.stored(newLines, newBytes);
    }

    /** Returns the progress of the source. */
    public Advance advance() {
        return advance;
    }

    /** Notes a reason why no lines are stored: everything is read, or collecting must wait. */
    public void advanced() {
        advance.made();
    }

    /** Returns when an object was last stored, in milliseconds since 1970; 0 for never. */
    public long lastDelivery() {
        return lastDelivery;
    }

    /**
     * Notes that an object was stored.
     *
     * @param key  its key
     * @param size its size in bytes
     * @param time when it was stored, in milliseconds since 1970
     */
    public void delivered(String key, long size, long time) {
        count(Event.DELIVERED_BYTES, size);
        lastKey = key;
        lastDelivery = time;
    }

    /** Returns the key of the object that was stored last; empty if there is none. */
    public String lastKey() {
        return lastKey;
    }

    /**
     * Notes that the source polls now, or that it need not. A source that has not polled for long is stuck.
     *
     * @param interval milliseconds between two polls
     */
    public void looks(long interval) {
        this.interval = interval;
        looked = System.nanoTime();
    }

    /** Notes that a poll goes on. */
    public void looks() {
        looked = System.nanoTime();
    }

    /** Milliseconds since the last call of {@link #looks()}. */
    public long sinceLooked() {
        return (System.nanoTime() - looked) / 1_000_000;
    }

    /** Returns the milliseconds between two polls; 0 if they are not known. */
    public long interval() {
        return interval;
    }

    /** Returns a description of what is followed, for people. */
    public String following() {
        return following;
    }

    /** Sets the description of what is collected, for people. */
    public void following(String text) {
        following(text, false);
    }

    /**
     * Sets the description of what is collected, for people.
     *
     * @param absent whether no file has the name that is followed
     */
    public void following(String text, boolean absent) {
        missing = absent;
        following = text;
        listener.accept(text);
    }

    /** Reports whether no file has the name that is followed. */
    public boolean isMissing() {
        return missing;
    }

    /** Returns the problems of now by their subject; empty if there are none. */
    public java.util.Map<String, String> problemsByThing() {
        return new java.util.TreeMap<>(problems);
    }

    /** Calls the listener at each {@link #following(String)}. */
    public void onFollowing(java.util.function.Consumer<String> listener) {
        this.listener = listener;
    }
}
