package dev.caravan.batch.compress;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.caravan.pipeline.NativeFunctions;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compressor of the system's libdeflate ({@code libdeflate.h}). It creates smaller streams than zlib in two thirds of the time, but only
 * terminated ones; {@link DeflateStreamOpener} opens their ends, so that others can follow. Not thread-safe.
 */
final class LibDeflate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LibDeflate.class);

    private final Pointer compressor;
    private final DeflateStreamOpener openEnd = new DeflateStreamOpener();
    private ByteBuffer out = ByteBuffer.allocateDirect(0);

    private LibDeflate(int level) {
        compressor = Functions.libdeflate_alloc_compressor(level);
        if (compressor == null) {
            throw new OutOfMemoryError("no memory for a compressor of libdeflate");
        }
    }

    /**
     * Returns a compressor, or null if the library is not installed or cannot be used. The first call decides that and logs it.
     *
     * @param level 1 to 9
     */
    static @Nullable LibDeflate open(int level) {
        return Library.IS_THERE ? new LibDeflate(level) : null;
    }

    /**
     * Compresses a block by itself.
     *
     * @param bytes a direct buffer
     * @return false if the block could not be compressed; the contents of {@code to} are then undefined
     */
    boolean compress(ByteBuffer bytes, int start, int end, ByteBuilder to) {
        int length = end - start;
        // A block that does not become smaller is left to zlib.
        if (out.capacity() < length) {
            out = ByteBuffer.allocateDirect(length);
        }
        Pointer from = Native.getDirectBufferPointer(bytes).share(start);
        int n;
        try {
            n = Functions.libdeflate_deflate_compress(compressor, from, new NativeLong(length),
                Native.getDirectBufferPointer(out), new NativeLong(length)).intValue();
        } finally {
            Reference.reachabilityFence(bytes);
        }
        to.length = 0;
        to.reserve(n + DeflateStreamOpener.ROOM);
        to.append(out, n);
        return n > 0 && openEnd.open(to);
    }

    @Override
    public void close() {
        Functions.libdeflate_free_compressor(compressor);
    }

    /** Functions of the library, under their own names. */
    private static final class Functions {

        static native Pointer libdeflate_alloc_compressor(int level);

        /** Returns the number of bytes written; 0 if there is not enough room for them. */
        static native NativeLong libdeflate_deflate_compress(Pointer compressor, Pointer in, NativeLong inLength, Pointer out,
            NativeLong outLength);

        static native void libdeflate_free_compressor(Pointer compressor);
    }

    /** Loads the library at its first use. */
    private static final class Library {

        static final boolean IS_THERE = load();

        private static boolean load() {
            try {
                NativeFunctions.bind(Functions.class, "libdeflate.so.0");
                LOG.info("gzip uses libdeflate");
                return true;
            } catch (LinkageError e) {
                String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst(":$", "");
                LOG.info("gzip uses zlib and not libdeflate, which costs a third less: {}. It is the package libdeflate0 of "
                    + "Debian and Ubuntu, libdeflate of Fedora and RHEL; once it is installed, start Caravan again", why);
                return false;
            }
        }
    }
}
