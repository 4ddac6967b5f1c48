package dev.caravan.state;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Lets writes to state directories fail as on a full or read-only disk, while it is open. One at a time. */
public final class FullDisk implements AutoCloseable {

    private final Predicate<Path> files;
    private final String reason;
    private final long first;
    private final long times;
    private long asked;

    /**
     * @param first number of the first write that fails, from 1
     * @param times how many fail, one after the other
     */
    public FullDisk(long first, long times) {
        this(file -> true, "No space left on device", first, times);
    }

    /** Lets all writes to some files fail. */
    public FullDisk(Predicate<Path> files) {
        this(files, 1, Long.MAX_VALUE);
    }

    /**
     * Lets some of the writes to some files fail.
     *
     * @param first number of the first write to one of these files that fails, from 1
     * @param times how many fail, one after the other
     */
    public FullDisk(Predicate<Path> files, long first, long times) {
        this(files, "No space left on device", first, times);
    }

    /** Lets all writes fail as on a file system that was made read-only. */
    public static FullDisk readOnly() {
        return new FullDisk(file -> true, "Read-only file system", 1, Long.MAX_VALUE);
    }

    private FullDisk(Predicate<Path> files, String reason, long first, long times) {
        this.files = files;
        this.reason = reason;
        this.first = first;
        this.times = times;
        Durable.check = this::write;
    }

    private synchronized void write(Path file) throws FileSystemException {
        asked += files.test(file) ? 1 : 0;
        if (files.test(file) && asked >= first && asked - first < times) {
            throw new FileSystemException(file.toString(), null, reason);
        }
    }

    /** Whether a write has failed. */
    public synchronized boolean wasFull() {
        return asked >= first;
    }

    /** There is space again. */
    @Override
    public void close() {
        Durable.check = file -> {};
    }
}
