package dev.caravan.tail;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The content of a {@code .gz} (RFC 1952) or {@code .zst} (RFC 8878) file. Reading forward is cheap; reading back starts
 * again from the head.
 */
final class CompressedContent implements Content {

    private final Path file;
    private InputStream in;
    private long at;

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
            throw e;
        }
        at = 0;
    }

    @Override
    public int read(long offset, byte[] into, int start, int length) throws IOException {
        if (offset < at) {
            in.close();
            open();
        }
        try {
            while (at < offset) {
                long n = in.skip(offset - at);
                if (n <= 0) {
                    return 0;
                }
                at += n;
            }
            int n = in.readNBytes(into, start, length);
            at += n;
            return n;
        } catch (EOFException e) {
            throw new IOException(file + " ends in the middle of its compressed data", e);
        }
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
    public void close() throws IOException {
        in.close();
    }
}
