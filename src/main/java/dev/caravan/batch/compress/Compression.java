package dev.caravan.batch.compress;

import com.github.luben.zstd.ZstdOutputStream;
import dev.caravan.pipeline.NativeDirectory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The compression of objects.
 *
 * @param level a higher level gives smaller objects and costs more; 0 without compression
 */
public record Compression(Method method, int level) {

    /** The format of an object. */
    public enum Method {
        /** RFC 1952, one member. */
        GZIP(".gz", 9, 4),
        /** RFC 8878, one frame, no dictionary. */
        ZSTD(".zst", 19, 1),
        NONE("", 0, 0);

        private final String suffix;
        private final int highest;
        private final int usual;

        /** @param usual the level with the best compression of logs for its cost, see docs/performance.md */
        Method(String suffix, int highest, int usual) {
            this.suffix = suffix;
            this.highest = highest;
            this.usual = usual;
        }
    }

    private static final int BUFFER = 64 * 1024;

    /** Returns the suffix that the extension of a key gets, for example {@code .gz}; empty without compression. */
    public String suffix() {
        return method.suffix;
    }

    /**
     * Reads the settings.
     *
     * @param level null for the usual level
     * @throws IllegalArgumentException there is no such method or level; the message names the setting
     */
    public static Compression of(String name, @Nullable Integer level) {
        Method method;
        try {
            method = Method.valueOf(name.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("caravan.batch.compression is \"" + name
                + "\": it must be gzip, zstd or none", e);
        }
        if (level == null || method == Method.NONE) {
            return new Compression(method, method.usual);
        }
        if (level < 1 || level > method.highest) {
            throw new IllegalArgumentException("caravan.batch.compression-level is \"" + level + "\": for "
                + name.trim() + " it must be from 1 to " + method.highest);
        }
        return new Compression(method, level);
    }

    /**
     * Checks whether this compression works without native code, and logs what does not.
     *
     * @param problem why native code cannot be loaded, or null if it can
     * @throws IllegalArgumentException objects cannot be compressed like this
     */
    public void checkNative(@Nullable String problem) {
        if (problem != null && method == Method.ZSTD) {
            throw new IllegalArgumentException("caravan.batch.compression is zstd, which needs native code, and native code cannot be"
                + " loaded: " + problem + ". Use gzip, or set CACHE_DIRECTORY to a directory where programs may be run");
        }
        if (problem != null) {
            NativeDirectory.warn(problem);
        }
    }

    /** Returns a stream that compresses into another one. Closing it closes the other. */
    public OutputStream open(OutputStream to) throws IOException {
        return switch (method) {
            case GZIP -> new GZIPOutputStream(new BufferedOutputStream(to, BUFFER), BUFFER) {
                {
                    def.setLevel(level);
                }
            };
            case ZSTD -> new ZstdOutputStream(new BufferedOutputStream(to, BUFFER), level);
            case NONE -> to;
        };
    }

    /** Returns the same kind of stream, but one that compresses in other threads. */
    public OutputStream openBehind(OutputStream to) throws IOException {
        return switch (method) {
            case GZIP -> new GzipBlocks(to, level);
            case ZSTD -> new AsyncOutputStream(open(to));
            case NONE -> to;
        };
    }
}
