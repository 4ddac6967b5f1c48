package dev.caravan.soak;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.zip.GZIPInputStream;

/**
 * Which lines are in the bucket, and how often: a bit for each line of each writer, whatever the number of objects. A line
 * is {@code w<writer> <number> …}. Used by one thread at a time.
 */
final class Count {

    private final BitSet[] seen;
    private final long[] lines;
    private long twice;
    private long strange;
    private String example = "";

    Count(int writers) {
        seen = new BitSet[writers];
        lines = new long[writers];
        for (int i = 0; i < writers; i++) {
            seen[i] = new BitSet();
        }
    }

    /** Counts the lines of an object, which is unpacked as its name says. */
    void add(Path object) throws IOException {
        String name = object.toString();
        try (InputStream file = Files.newInputStream(object);
            Bytes in = new Bytes(name.endsWith(".gz") ? new GZIPInputStream(file, 64 * 1024)
                : name.endsWith(".zst") ? new ZstdInputStream(file) : file)) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                line(c, in, name);
            }
        }
    }

    private void line(int first, Bytes in, String object) throws IOException {
        int writer = in.read() - '0';
        long number = 0;
        boolean good = first == 'w' && writer >= 0 && writer < seen.length && in.read() == ' ';
        int c = in.read();
        for (; good && c >= '0' && c <= '9'; c = in.read()) {
            number = number * 10 + c - '0';
        }
        good &= c == ' ' && number < Integer.MAX_VALUE;
        int last = c;
        while (c >= 0 && c != '\n') {
            last = c;
            c = in.read();
        }
        if (!good || c < 0 || last != '.') {
            strange++;
            example = "a strange line in " + object;
        } else if (seen[writer].get((int) number)) {
            twice++;
            example = "line " + number + " of writer " + writer + " comes again in " + object;
        } else {
            seen[writer].set((int) number);
            lines[writer]++;
        }
    }

    /** How many different lines of a writer there are. */
    long of(int writer) {
        return lines[writer];
    }

    /** Lines that came again. */
    long twice() {
        return twice;
    }

    /** Lines that no writer has written. */
    long strange() {
        return strange;
    }

    /** How many of the first so many lines of a writer are not there. */
    long missing(int writer, long written) {
        return written - seen[writer].get(0, (int) written).cardinality();
    }

    /** What is wrong, for a person to begin with; empty when nothing is. */
    String example(long[] written) {
        for (int i = 0; i < seen.length; i++) {
            int missing = seen[i].nextClearBit(0);
            if (missing < written[i]) {
                return example + "; the first that is missing of writer " + i + " is line " + missing + ", the next that is there "
                    + seen[i].nextSetBit(missing);
            }
        }
        return example;
    }

    /** A stream whose single bytes are cheap: there are billions of them. */
    private static final class Bytes implements AutoCloseable {

        private final InputStream in;
        private final byte[] buffer = new byte[64 * 1024];
        private int next;
        private int end;

        Bytes(InputStream in) {
            this.in = in;
        }

        int read() throws IOException {
            if (next == end) {
                next = 0;
                end = in.read(buffer);
                if (end < 0) {
                    end = 0;
                    return -1;
                }
            }
            return buffer[next++];
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
