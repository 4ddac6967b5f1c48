package dev.caravan.parse.core;

import dev.caravan.pipeline.BlockSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line as a view on the block's bytes, without its newline (nor the carriage return before it). The object is used
 * again for the next line.
 */
public final class Line {

    private static final BlockSource NOWHERE = new BlockSource("", "", 0, Instant.EPOCH, "", false);

    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private BlockSource origin = NOWHERE;
    private @Nullable String state;
    private @Nullable Object kept;
    private int blockEnd;

    /** Looks at the bytes in [start, end). */
    public Line set(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        return this;
    }

    /** Sets where the following lines come from and the parser state at the first of them (null: none). */
    public void begin(BlockSource origin, @Nullable String state) {
        this.origin = origin;
        this.state = state;
        this.kept = null;
        this.blockEnd = 0;
    }

    /** Sets where the lines of the block end, in the bytes in which they all lie. */
    public void ofBlock(int end) {
        this.blockEnd = end;
    }

    /** Index after the last byte of the block: a parser may look at the lines that follow. The end of the line where there is no block. */
    public int blockEnd() {
        return Math.max(end, blockEnd);
    }

    /** A line of text; for tests and tools. */
    public static Line of(String text, BlockSource origin) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Line line = new Line().set(bytes, 0, bytes.length);
        line.begin(origin, null);
        return line;
    }

    /** The bytes in which the line lies; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Index of the first byte in {@link #bytes()}. */
    public int start() {
        return start;
    }

    /** Index after the last byte. */
    public int end() {
        return end;
    }

    /** Length of the line in bytes, without its end. */
    public int length() {
        return end - start;
    }

    /** Whether the line has no bytes. */
    public boolean isEmpty() {
        return end <= start;
    }

    /** Where the line comes from. */
    public BlockSource origin() {
        return origin;
    }

    /** What the parser remembered of this file, or null; see {@link #state(String)}. */
    public @Nullable String state() {
        return state;
    }

    /** Remembers something (a header) for the following lines of the same file, also across restarts. */
    public void state(@Nullable String state) {
        this.state = state;
    }

    /** What the parser keeps of this block, or null. */
    public @Nullable Object kept() {
        return kept;
    }

    /** Keeps something until the end of the block. */
    public void keep(Object kept) {
        this.kept = kept;
    }

    /** Index of the byte at or after {@code from}, or -1. */
    public int indexOf(int b, int from) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == b) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the last such byte before {@code before}, or -1. */
    public int lastIndexOf(int b, int before) {
        for (int i = before - 1; i >= start; i--) {
            if (bytes[i] == b) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the bytes from {@code from} on begin with this ASCII text. */
    public boolean startsWith(String ascii, int from) {
        int n = ascii.length();
        if (from + n > end) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes in [from, to) as text; invalid UTF-8 becomes U+FFFD. */
    public String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text(start, end);
    }
}
