package dev.caravan.batch.compress;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A stream that writes in another thread, in order, so that compressing one block and parsing the next run at the same time. It holds two
 * blocks at most: a write waits until the previous one is done.
 *
 * <p>A failed write is reported by the next call; call {@link #flush()} to know that all writes succeeded. Not thread-safe.
 */
final class AsyncOutputStream extends OutputStream {

    /** Fewer bytes are written at once: handing them over would cost more. */
    private static final int SMALL = 16 * 1024;

    /** Limit of a copy: each stream keeps two, so what a long line became is written in pieces. */
    private static final int LARGEST = 1024 * 1024;

    private final OutputStream target;
    private byte[] spare = new byte[0];
    private byte[] busy = new byte[0];
    private @Nullable Future<?> underWay;

    AsyncOutputStream(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Copies the bytes, so the caller may reuse the array at once. */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int at = 0; at < length; at += LARGEST) {
            writeBlock(bytes, from + at, Math.min(LARGEST, length - at));
        }
    }

    private void writeBlock(byte[] bytes, int from, int length) throws IOException {
        if (length < SMALL) {
            await();
            target.write(bytes, from, length);
            return;
        }
        if (spare.length < length) {
            spare = new byte[length + length / 8];
        }
        System.arraycopy(bytes, from, spare, 0, length);
        await();
        byte[] block = spare;
        spare = busy;
        busy = block;
        underWay = CompressionExecutors.POOL.submit(() -> {
            target.write(block, 0, length);
            return null;
        });
    }

    /** Waits until everything is written. */
    @Override
    public void flush() throws IOException {
        await();
        target.flush();
    }

    /** Waits for the write under way, and closes the target even if it failed. */
    @Override
    public void close() throws IOException {
        try (target) {
            await();
        }
    }

    private void await() throws IOException {
        if (underWay != null) {
            Future<?> work = underWay;
            underWay = null;
            CompressionExecutors.await(work);
        }
    }
}
