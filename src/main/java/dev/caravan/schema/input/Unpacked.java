package dev.caravan.schema.input;

import com.github.luben.zstd.ZstdInputStream;
import dev.caravan.pipeline.Gunzip;
import dev.caravan.pipeline.NativeDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Unpacks what is packed: gzip (any number of members) and zstd are known by their first bytes, the rest is plain. */
public final class Unpacked {

    private static final int BUFFER = 64 * 1024;
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;

    private Unpacked() {
    }

    /** The content of the stream; closing it closes the given stream. */
    public static InputStream of(InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed, BUFFER);
        in.mark(4);
        byte[] head = in.readNBytes(4);
        in.reset();
        if (head.length >= 2 && number(head, 2) == GZIP) {
            return new Gunzip(in);
        }
        if (head.length == 4 && number(head, 4) == ZSTD) {
            NativeDirectory.chooseForCommand();
            return new ZstdInputStream(in);
        }
        return in;
    }

    private static int number(byte[] bytes, int count) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            n = n << 8 | bytes[i] & 0xff;
        }
        return n;
    }
}
