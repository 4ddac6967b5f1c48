package dev.caravan.batch;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** How objects are compressed. */
public enum Compression {
    /** RFC 1952, one member. */
    GZIP(".gz"),
    /** RFC 8878, one frame, no dictionary. */
    ZSTD(".zst"),
    NONE("");

    private static final int GZIP_LEVEL = 6;
    private static final int ZSTD_LEVEL = 3;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** What the extension of a key gets, {@code .gz} for example. */
    public String suffix() {
        return suffix;
    }

    /** @throws IllegalArgumentException there is none of this name; the message names the setting */
    public static Compression of(String name) {
        try {
            return valueOf(name.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("caravan.batch.compression is \"" + name
                + "\": it must be gzip, zstd or none", e);
        }
    }

    OutputStream open(OutputStream to) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPOutputStream(to, 64 * 1024) {
                {
                    def.setLevel(GZIP_LEVEL);
                }
            };
            case ZSTD -> new ZstdOutputStream(to, ZSTD_LEVEL);
            case NONE -> to;
        };
    }
}
