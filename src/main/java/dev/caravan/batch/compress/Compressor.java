package dev.caravan.batch.compress;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Deflates the blocks of streams (RFC 1951): by libdeflate where it is installed, which takes two thirds of the time, and
 * else by Java's zlib. Belongs to one thread.
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
     * @param level      1 to 9
     * @param libDeflate use it where it is installed
     */
    Compressor(int level, boolean libDeflate) {
        this.level = level;
        this.mayUseLibDeflate = libDeflate;
        this.deflater = new Deflater(level, true);
    }

    /** That of the current thread, which calls {@link #endOfThread()} when it ends. */
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
     * @param bytes the block, from {@code start} to {@code end}, after what its stream has before it; outside of the heap if
     *              the block is not the last
     * @param last  the stream ends with it
     */
    void compress(ByteBuffer bytes, int start, int end, boolean last, ByteBuilder to) {
        // The last one is zlib's: libdeflate sees nothing of what comes before a block, and that is much where a block is small.
        LibDeflate whole = last ? null : libDeflate();
        if (whole == null || !whole.compress(bytes, start, end, to)) {
            deflate(bytes, start, end, last, to);
        }
    }

    /** It is looked for at the first block that is for it: who has few lines needs none of it in memory. */
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
            // With room left all was flushed.
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
