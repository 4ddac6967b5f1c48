package dev.caravan.pipeline;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip (RFC 1952) with any number of members. Java's own {@code GZIPInputStream} calls itself for each empty member, until the
 * stack overflows, and stops before a member that its source does not have available yet; this class does neither. It ignores what follows
 * the last member, as gzip does. Not thread-safe.
 */
public final class Gunzip extends InputStream {

    private static final int BUFFER = 64 * 1024;
    private static final int MAGIC = 0x8b1f;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean ended;
    private boolean closed;

    /**
     * Reads the first header.
     *
     * @param in closed together with this stream
     * @throws EOFException the header is not complete
     * @throws ZipException there is no gzip header
     */
    public Gunzip(InputStream in) throws IOException {
        this.in = in;
        try {
            int magic = magic();
            if (magic != MAGIC) {
                throw magic < 0 ? new EOFException("ends too early") : new ZipException("not in gzip format");
            }
            header();
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (length == 0) {
            return 0;
        }
        try {
            while (!ended) {
                int n = inflater.inflate(into, from, length);
                if (n > 0) {
                    crc.update(into, from, n);
                    return n;
                }
                if (inflater.finished()) {
                    endMember();
                } else if (inflater.needsDictionary()) {
                    throw new ZipException("gzip has no dictionaries");
                } else if (inflater.needsInput()) {
                    if (at == end) {
                        fill();
                    }
                    inflater.setInput(buffer, at, end - at);
                    at = end;
                }
            }
            return -1;
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage() == null ? "damaged" : e.getMessage());
        }
    }

    /** Checks the member that ends here, and starts the next one, if any. */
    private void endMember() throws IOException {
        at = end - inflater.getRemaining();
        long sum = number(4);
        long size = number(4);
        if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("wrong checksum");
        }
        crc.reset();
        inflater.reset();
        ended = magic() != MAGIC;
        if (!ended) {
            header();
        }
    }

    /** Reads the first two bytes of a member; returns -1 if there are fewer than two. */
    private int magic() throws IOException {
        if (at == end && !more()) {
            return -1;
        }
        int first = next();
        return at == end && !more() ? -1 : first | next() << 8;
    }

    /** Reads the rest of the header. */
    private void header() throws IOException {
        if (next() != 8) {
            throw new ZipException("unknown compression method");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("unknown flags");
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip((int) number(2));
        }
        for (int text : new int[] {NAME, COMMENT}) {
            // A name without an end runs to the end of the file.
            for (boolean in = (flags & text) != 0; in;) {
                in = next() != 0;
            }
        }
        skip((flags & HEADER_CRC) != 0 ? 2 : 0);
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private long number(int bytes) throws IOException {
        long n = 0;
        for (int i = 0; i < bytes; i++) {
            n |= (long) next() << 8 * i;
        }
        return n;
    }

    private int next() throws IOException {
        if (at == end) {
            fill();
        }
        return buffer[at++] & 0xff;
    }

    private void fill() throws IOException {
        if (!more()) {
            throw new EOFException("ends too early");
        }
    }

    private boolean more() throws IOException {
        at = 0;
        end = 0;
        int n = in.read(buffer, 0, buffer.length);
        if (n > 0) {
            end = n;
        }
        return n > 0;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            inflater.end();
            in.close();
        }
    }
}
