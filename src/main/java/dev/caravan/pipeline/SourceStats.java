package dev.caravan.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What happened at one source since the start: the events that matter, counted. Thread safe. Read by the source's MBean
 * and health check.
 */
public final class SourceStats {

    /** What {@link #problem} is about: writing the state directory. */
    public static final String STATE = "state";
    /** What it is about: an error in the source's route. */
    public static final String ROUTE = "route";
    /** What it is about: a look at all of the source's files. */
    public static final String POLL = "poll";

    /** Events that are counted. */
    public enum Event {
        /** Lines read from files or commands, also when they were read again after a failure. */
        LINES_READ,
        /** Bytes read. */
        BYTES_READ,
        /** Lines that were stored in a batch, as they were read: each counts once, unless its batch is thrown away and read again. */
        LINES_STORED,
        /** Bytes of those lines. */
        BYTES_STORED,
        /** Times that storing lines failed: the state directory could not be written, or the route has an error. */
        FAILED,
        /** Lines that no parser understood. */
        UNPARSED,
        /** Messages of programs whose messages are events, that are none: what the parser does not know yet. */
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
        /** Objects that were in the bucket already, from an attempt whose answer was lost. */
        ALREADY_THERE,
        /** Objects whose key was taken by something else; they got a new key. */
        KEY_TAKEN,
        /** Attempts to deliver that failed. */
        RETRIES,
        /** Files that were rotated. */
        ROTATIONS,
        /** Files that vanished before they were read to their end. */
        FILES_LOST,
        /** Bytes that were in them, as far as known. */
        BYTES_LOST,
        /** Runs of a command. */
        RUNS,
        /** Runs that failed: exit value, timeout, no such program. */
        RUNS_FAILED,
        /** Runs that were skipped because the one before had not ended. */
        RUNS_SKIPPED,
        /** Polls that read nothing because collecting must wait: for the outbox, a route, or somebody. */
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

    public SourceStats(String source) {
        this.source = source;
    }

    public String source() {
        return source;
    }

    /** Counts one. */
    public void count(Event event) {
        count(event, 1);
    }

    public void count(Event event, long n) {
        counts.computeIfAbsent(event, e -> new AtomicLong()).addAndGet(n);
    }

    public long get(Event event) {
        AtomicLong count = counts.get(event);
        return count == null ? 0 : count.get();
    }

    /**
     * Notes what is wrong with a thing, or that it is right again.
     *
     * @param about   what it is about: a path, a command
     * @param problem a sentence, or null when it is right
     * @return whether that is news: two sentences that come by turns are told once each, until it is right again
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

    /** Whether something is wrong with this thing now. */
    public boolean hasProblem(String about) {
        return problems.containsKey(about);
    }

    /** What is wrong now, in sentences; empty when nothing is. */
    public java.util.Collection<String> problems() {
        return new java.util.TreeMap<>(problems).values();
    }

    /** Bytes in followed files that are not yet in a batch. */
    public long bytesBehind() {
        return bytesBehind;
    }

    /** Notes how many bytes followed files have that are not yet in a batch. */
    public void bytesBehind(long bytes) {
        behindSince = bytes == 0 ? 0 : behindSince == 0 ? System.currentTimeMillis() : behindSince;
        bytesBehind = bytes;
    }

    /** Since when there are bytes behind, in milliseconds since 1970; 0 while there are none. */
    public long behindSince() {
        return behindSince;
    }

    /** Bytes in the open batch, before compression. */
    public long openBatchBytes() {
        return openBatchBytes;
    }

    /** Notes how large the open batch is, before compression. */
    public void openBatchBytes(long bytes) {
        openSince = bytes == 0 ? 0 : openSince == 0 ? System.currentTimeMillis() : openSince;
        openBatchBytes = bytes;
    }

    /** When the open batch got its first lines, in milliseconds since 1970; 0 while it is empty. */
    public long openSince() {
        return openSince;
    }

    /** Notes at which age its batches are to be sealed, in milliseconds. */
    public void sealedEach(long millis) {
        sealedEach = millis;
    }

    /** At which age its batches are to be sealed, in milliseconds; 0 while that is not known. */
    public long sealedEach() {
        return sealedEach;
    }

    /** Counts lines that are in the open batch now, and notes that the source gets on. */
    public void stored(int newLines, int newBytes) {
        count(Event.LINES_STORED, newLines);
        count(Event.BYTES_STORED, newBytes);
        advance.stored(newLines, newBytes);
    }

    /** How it gets on. */
    public Advance advance() {
        return advance;
    }

    /** Notes that there is a reason why no lines are stored: all was read, or collecting must wait. */
    public void advanced() {
        advance.made();
    }

    /** When an object was stored last, in milliseconds since 1970; 0 for never. */
    public long lastDelivery() {
        return lastDelivery;
    }

    /**
     * Notes an object that is stored.
     *
     * @param key  its key
     * @param size its bytes
     * @param time when, in milliseconds since 1970
     */
    public void delivered(String key, long size, long time) {
        count(Event.DELIVERED_BYTES, size);
        lastKey = key;
        lastDelivery = time;
    }

    /** Key of the object that was stored last; empty for none. */
    public String lastKey() {
        return lastKey;
    }

    /**
     * Notes that what is collected is looked at now, or that it need not be: what is not looked at for long has come to a halt.
     *
     * @param interval how often that is to happen, in milliseconds
     */
    public void looks(long interval) {
        this.interval = interval;
        looked = System.nanoTime();
    }

    /** Notes that a look goes on. */
    public void looks() {
        looked = System.nanoTime();
    }

    /** Milliseconds since the last call of {@link #looks()}. */
    public long sinceLooked() {
        return (System.nanoTime() - looked) / 1_000_000;
    }

    /** How often it is to be looked at, in milliseconds; 0 while that is not known. */
    public long interval() {
        return interval;
    }

    /** What is followed, for a person. */
    public String following() {
        return following;
    }

    /** Says what is collected, for a person. */
    public void following(String text) {
        following(text, false);
    }

    /**
     * Says what is collected, for a person.
     *
     * @param absent whether there is nothing to collect from: no file has the name that is followed
     */
    public void following(String text, boolean absent) {
        missing = absent;
        following = text;
        listener.accept(text);
    }

    /** Whether no file has the name that is followed. */
    public boolean isMissing() {
        return missing;
    }

    /** What is wrong now by what it is about; empty when nothing is. */
    public java.util.Map<String, String> problemsByThing() {
        return new java.util.TreeMap<>(problems);
    }

    /** Calls this whenever {@link #following(String)} is said. */
    public void onFollowing(java.util.function.Consumer<String> listener) {
        this.listener = listener;
    }
}
