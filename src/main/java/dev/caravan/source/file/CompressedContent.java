package dev.caravan.source.file;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.caravan.pipeline.Gunzip;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The content of a {@code .gz} (RFC 1952) or {@code .zst} (RFC 8878) file. Reading forward is cheap, and so is reading again within the
 * bytes that were read last: a block ends with a whole line, and the next one begins with the rest. Reading further back starts again from
 * the head. So does reading after an error, because the file may be complete then. The open file remains the same, even if another one
 * takes its path: rotation renames compressed files too.
 */
final class CompressedContent implements Content {

    /** Logs become 5 to 50 times smaller, at most some hundred times if one line repeats. */
    private static final int RATIO = 1000;
    /** Limit of zstd's window; zstd refuses larger ones by default. A window of 2 GiB would be more than all of Caravan. */
    private static final int WINDOW_LOG = 27;
    private static final int SKIP = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final long limit;
    private InputStream in = InputStream.nullInputStream();
    private long at;
    private @Nullable IOException broken;
    /** The bytes that were read last, up to {@link #at}. */
    private byte[] last = new byte[0];
    private int lastLength;

    /**
     * Starts to unpack.
     *
     * @param file    its name tells the format of compression
     * @param channel open for reading; closed with this content, and also if this fails
     * @param limit   reading beyond this many bytes, if they are also more than 1,000 times the size of the file, ends with
     *                {@link OversizedException}
     */
    CompressedContent(Path file, FileChannel channel, long limit) throws IOException {
        this.file = file;
        this.channel = channel;
        this.limit = limit;
        try {
            unpack();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Starts at the head. */
    private void unpack() throws IOException {
        channel.position(0);
        at = 0;
        lastLength = 0;
        broken = null;
        InputStream raw = new BufferedInputStream(new StaysOpen(Channels.newInputStream(channel)), 64 * 1024);
        try {
            in = file.getFileName().toString().endsWith(".zst") ? new ZstdInputStream(raw) : new Gunzip(raw);
        } catch (IOException e) {
            broken = damaged(e);
            throw broken;
        } catch (LinkageError e) {
            broken = new IOException(file + " needs native code to unpack it, which cannot be used: " + e.getMessage(), e);
            throw broken;
        }
    }

    @Override
    public int read(long offset, byte[] into, int start, int length) throws IOException {
        if (offset < at - lastLength || broken != null && !(broken instanceof OversizedException)) {
            in.close();
            unpack();
        }
        // If it reached the limit of bytes, the file may have grown since, and the limit with it.
        broken = null;
        int done = 0;
        try {
            if (!skipTo(offset)) {
                return 0;
            }
            int again = (int) Math.min(length, at - offset);
            System.arraycopy(last, (int) (lastLength - (at - offset)), into, start, again);
            done = again;
            long most = most();
            while (done < length) {
                if (at >= most) {
                    throw oversized(most);
                }
                int n = in.read(into, start + done, (int) Math.min(length - done, most - at));
                if (n < 0) {
                    break;
                }
                done += n;
                at += n;
            }
            if (done > again) {
                remember(into, start, done);
            }
        } catch (IOException | RuntimeException e) {
            // The bytes before the damage are valid.
            broken = e instanceof OversizedException over ? over : damaged(e);
            if (done == 0) {
                throw broken;
            }
            remember(into, start, done);
        }
        return done;
    }

    /** Unpacks the bytes before the offset. Returns false if there are fewer. */
    private boolean skipTo(long offset) throws IOException {
        long most = at < offset ? most() : offset;
        byte[] skipped = new byte[(int) Math.min(SKIP, Math.max(0, offset - at))];
        while (at < offset) {
            if (at >= most) {
                throw oversized(most);
            }
            int n = in.read(skipped, 0, (int) Math.min(skipped.length, Math.min(offset, most) - at));
            if (n < 0) {
                return false;
            }
            at += n;
            lastLength = 0;
        }
        return true;
    }

    /** Returns the limit of unpacked bytes, which grows while the file is still being written. */
    private long most() throws IOException {
        return Math.max(limit, channel.size() * RATIO);
    }

    private OversizedException oversized(long most) throws IOException {
        return new OversizedException(file + " has " + channel.size() + " bytes and unpacks to more than " + most + ": Caravan does not"
            + " read the rest. Delete it, or raise caravan.tail.max-unpacked-bytes (now " + limit + ") and restart Caravan");
    }

    private IOException damaged(Exception e) {
        if (e instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
            return new IOException(file + " needs more than " + (1 << WINDOW_LOG - 20) + " MiB of memory to be unpacked (zstd --long or"
                + " --ultra): compress it again without that", e);
        }
        return new IOException(file + " is incomplete or damaged: " + e.getMessage(), e);
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
    public @Nullable IOException broken() {
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

    /** Keeps the file open if the unpacking stream is closed to free its memory. */
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
