package dev.caravan.tail;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The content of a {@code .gz} (RFC 1952) or {@code .zst} (RFC 8878) file. Reading forward is cheap, and so is reading
 * again from within what was read last: a block ends with a whole line, and the next one begins with the rest. Reading
 * back further starts again from the head, and so does reading on after an error, for the file may be complete by then.
 * It stays the same file, whatever stands at its path by then: rotation renames compressed files too.
 */
final class CompressedContent implements Content {

    private final Path file;
    private final FileChannel channel;
    private InputStream in;
    private long at;
    private IOException broken;
    /** What was read last, up to {@link #at}. */
    private byte[] last = new byte[0];
    private int lastLength;

    /**
     * Begins to unpack.
     *
     * @param file    tells the form of compression by its name
     * @param channel open for reading; closed with this, and where this fails
     */
    CompressedContent(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        try {
            unpack();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Begins at the head. */
    private void unpack() throws IOException {
        channel.position(0);
        at = 0;
        lastLength = 0;
        broken = null;
        InputStream raw = new BufferedInputStream(new StaysOpen(Channels.newInputStream(channel)), 64 * 1024);
        try {
            in = file.getFileName().toString().endsWith(".zst") ? new ZstdInputStream(raw)
                : new GZIPInputStream(raw, 64 * 1024);
        } catch (IOException e) {
            broken = new IOException(file + " is not complete, or damaged: " + e.getMessage(), e);
            throw broken;
        }
    }

    @Override
    public int read(long offset, byte[] into, int start, int length) throws IOException {
        if (offset < at - lastLength || broken != null) {
            if (in != null) {
                in.close();
            }
            unpack();
        }
        int done = 0;
        try {
            while (at < offset) {
                long n = in.skip(offset - at);
                if (n <= 0) {
                    return 0;
                }
                at += n;
                lastLength = 0;
            }
            int again = (int) Math.min(length, at - offset);
            System.arraycopy(last, (int) (lastLength - (at - offset)), into, start, again);
            done = again;
            while (done < length) {
                int n = in.read(into, start + done, length - done);
                if (n < 0) {
                    break;
                }
                done += n;
                at += n;
            }
            if (done > again) {
                remember(into, start, done);
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

    private void remember(byte[] bytes, int from, int length) {
        if (last.length < length) {
            last = new byte[length];
        }
        System.arraycopy(bytes, from, last, 0, length);
        lastLength = length;
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
        try {
            in.close();
        } finally {
            channel.close();
        }
    }

    /** What unpacks may be closed, and free its memory, without the file. */
    private static final class StaysOpen extends FilterInputStream {

        StaysOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The channel is closed with the content.
        }
    }
}
