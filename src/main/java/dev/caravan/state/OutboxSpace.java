package dev.caravan.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The size of the outbox. Collecting pauses above the limit, and continues when a tenth is free. Thread-safe. */
public final class OutboxSpace {

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private volatile boolean full;
    private final Stopwatch pauses = new Stopwatch();
    /** Number of files that arrived since the start. Guarded by this. */
    private long arrived;

    /** @param maxBytes the limit, in bytes */
    public OutboxSpace(Path outbox, long maxBytes) throws IOException {
        this.maxBytes = maxBytes;
        Durable.directories(outbox);
        try (Stream<Path> all = Files.walk(outbox)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                added(size(file));
            }
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Notes that a counted file has arrived and can be delivered. */
    public synchronized void arrival() {
        arrived++;
        notifyAll();
    }

    /** Returns how many files have arrived since the start; for {@link #awaitArrival}. */
    public synchronized long arrived() {
        return arrived;
    }

    /** Waits until the number of arrivals differs from a known one, at most for a time in milliseconds. */
    public synchronized void awaitArrival(long known, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; arrived == known && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
    }

    /** Counts a sealed file that is about to arrive. */
    public void added(long size) {
        files.incrementAndGet();
        update(bytes.addAndGet(size));
    }

    /** Removes a file from the count: a delivered one, or one that somebody put there and that was not counted. */
    public void removed(long size) {
        files.updateAndGet(n -> Math.max(0, n - 1));
        update(bytes.updateAndGet(n -> Math.max(0, n - size)));
    }

    private void update(long now) {
        if (now >= maxBytes) {
            full = true;
            pauses.start();
        } else if (now <= maxBytes - maxBytes / 10) {
            full = false;
            pauses.stop();
        }
    }

    /** Reports whether collecting must pause. */
    public boolean isFull() {
        return full;
    }

    /** Returns for how long the outbox was full in total, in milliseconds. */
    public long fullInAll() {
        return pauses.millis();
    }

    /** Returns the bytes of the files in the outbox. */
    public long bytes() {
        return bytes.get();
    }

    /** Returns the number of files in the outbox. */
    public long files() {
        return files.get();
    }

    /** Returns the limit, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }
}
