package dev.caravan.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** How full the outbox is. Collecting pauses above the limit, and goes on when a tenth of it is free. Thread safe. */
public final class OutboxSpace {

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private volatile boolean full;
    private final Stopwatch pauses = new Stopwatch();
    /** Guarded by this. */
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

    /** A file that was counted is there now, and can be delivered. */
    public synchronized void arrival() {
        arrived++;
        notifyAll();
    }

    /** How many have come since the start; for {@link #awaitArrival}. */
    public synchronized long arrived() {
        return arrived;
    }

    /** Waits until more than so many have come, or so many milliseconds at most. */
    public synchronized void awaitArrival(long known, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; arrived == known && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
    }

    /** A sealed file comes. */
    public void added(long size) {
        files.incrementAndGet();
        update(bytes.addAndGet(size));
    }

    /** A sealed file was delivered, or one that someone put there, which was not counted. */
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

    /** Whether collecting must pause. */
    public boolean isFull() {
        return full;
    }

    /** For how long it was full in all, in milliseconds. */
    public long fullInAll() {
        return pauses.millis();
    }

    public long bytes() {
        return bytes.get();
    }

    public long files() {
        return files.get();
    }

    public long maxBytes() {
        return maxBytes;
    }
}
