package dev.caravan.tail;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The content of a {@code .gz} (RFC 1952) or {@code .zst} (RFC 8878) file. Reading forward is cheap; reading back starts
 * again from the head, and so does reading on after an error, for the file may be complete by then.
 */
final class CompressedContent implements Content {

    private final Path file;
    private InputStream in;
    private long at;
    private IOException broken;

    CompressedContent(Path file) throws IOException {
        this.file = file;
        open();
    }

    private void open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
        try {
            in = file.getFileName().toString().endsWith(".zst") ? new ZstdInputStream(raw)
                : new GZIPInputStream(raw, 64 * 1024);
        } catch (IOException e) {
            raw.close();
            throw new IOException(file + " is not complete, or damaged: " + e.getMessage(), e);
        }
        at = 0;
        broken = null;
    }

    @Override
    public int read(long offset, byte[] into, int start, int length) throws IOException {
        if (offset < at || broken != null) {
            in.close();
            open();
        }
        int done = 0;
        try {
            while (at < offset) {
                long n = in.skip(offset - at);
                if (n <= 0) {
                    return 0;
                }
                at += n;
            }
            while (done < length) {
                int n = in.read(into, start + done, length - done);
                if (n < 0) {
                    break;
                }
                done += n;
                at += n;
            }
        } catch (IOException e) {
            // What came before the damage is good.
            broken = new IOException(file + " is not complete, or damaged: " + e.getMessage(), e);
            if (done == 0) {
                throw broken;
            }
        }
        return done;
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean isFinal() {
        return true;
    }

    @Override
    public IOException broken() {
        return broken;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
