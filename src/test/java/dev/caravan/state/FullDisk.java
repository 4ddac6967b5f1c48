package dev.caravan.state;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Lets writes to state directories fail as on a full or read-only disk, while it is open. One at a time. */
public final class FullDisk implements AutoCloseable {

    private final String reason;
    private final long first;
    private final long times;
    private long asked;

    /**
     * @param first number of the first write that fails, from 1
     * @param times how many fail, one after the other
     */
    public FullDisk(long first, long times) {
        this("No space left on device", first, times);
    }

    /** Lets all writes fail as on a file system that was made read-only. */
    public static FullDisk readOnly() {
        return new FullDisk("Read-only file system", 1, Long.MAX_VALUE);
    }

    private FullDisk(String reason, long first, long times) {
        this.reason = reason;
        this.first = first;
        this.times = times;
        Durable.check = this::write;
    }

    private synchronized void write(Path file) throws FileSystemException {
        asked++;
        if (asked >= first && asked - first < times) {
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
