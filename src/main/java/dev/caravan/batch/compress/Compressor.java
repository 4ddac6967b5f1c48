package dev.caravan.batch.compress;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Deflates the blocks of streams (RFC 1951): by libdeflate if it is installed, which takes two thirds of the time, otherwise by Java's
 * zlib. Used by one thread only.
 */
final class Compressor implements AutoCloseable {

    private static final ThreadLocal<Compressor> OF_THREAD = new ThreadLocal<>();
    private static final int OUT_LENGTH = 32 * 1024;

    private final int level;
    private final Deflater deflater;
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_LENGTH);

    private @Nullable LibDeflate libDeflate;
    private boolean mayUseLibDeflate;

    /**
     * Creates a compressor.
     *
     * @param level      1 to 9
     * @param libDeflate whether to use libdeflate if it is installed
     */
    Compressor(int level, boolean libDeflate) {
        this.level = level;
        this.mayUseLibDeflate = libDeflate;
        this.deflater = new Deflater(level, true);
    }

    /** Returns the compressor of the current thread, which must call {@link #endOfThread()} before it ends. */
    static Compressor of(int level) {
        Compressor compressor = OF_THREAD.get();
        if (compressor == null || compressor.level != level) {
            endOfThread();
            compressor = new Compressor(level, true);
            OF_THREAD.set(compressor);
        }
        return compressor;
    }

    static void endOfThread() {
        Compressor compressor = OF_THREAD.get();
        if (compressor != null) {
            OF_THREAD.remove();
            compressor.close();
        }
    }

    /**
     * Deflates a block, flushed to a byte boundary.
     *
     * @param bytes the block, from {@code start} to {@code end}, behind the bytes that precede it in its stream; a direct buffer unless the
     *              block is the last
     * @param last  whether the stream ends with this block
     */
    void compress(ByteBuffer bytes, int start, int end, boolean last, ByteBuilder to) {
        // zlib compresses the last block: libdeflate does not see what precedes a block, which costs much if the block is small.
        LibDeflate whole = last ? null : libDeflate();
        if (whole == null || !whole.compress(bytes, start, end, to)) {
            deflate(bytes, start, end, last, to);
        }
    }

    /** Returns libdeflate. It is loaded at the first block that can use it, so that a source with few lines needs no memory for it. */
    private @Nullable LibDeflate libDeflate() {
        if (libDeflate == null && mayUseLibDeflate) {
            libDeflate = LibDeflate.open(level);
            mayUseLibDeflate = libDeflate != null;
        }
        return libDeflate;
    }

    private void deflate(ByteBuffer bytes, int start, int end, boolean last, ByteBuilder to) {
        deflater.reset();
        if (start > 0) {
            deflater.setDictionary(bytes.slice(0, start));
        }
        deflater.setInput(bytes.slice(start, end - start));
        int flush = Deflater.SYNC_FLUSH;
        if (last) {
            deflater.finish();
            flush = Deflater.NO_FLUSH;
        }
        to.length = 0;
        to.reserve((end - start) / 6);
        int n;
        do {
            n = deflater.deflate(out.clear(), flush);
            to.append(out, n);
            // If room is left, everything was flushed.
        } while (n == out.capacity() || last && !deflater.finished());
    }

    @Override
    public void close() {
        deflater.end();
        if (libDeflate != null) {
            libDeflate.close();
        }
    }
}
