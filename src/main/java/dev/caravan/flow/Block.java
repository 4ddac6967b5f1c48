package dev.caravan.flow;

import java.nio.charset.StandardCharsets;

/**
 * A run of whole lines, each with its newline. The unit that flows through the routes, so that Camel's cost per
 * exchange is paid once for some thousand lines.
 *
 * <p>The bytes may be shared with a buffer that is used again as soon as the exchange has ended; who keeps them longer
 * copies them. Not thread safe: a block is handled by the thread that made it.
 */
public final class Block {

    private final Origin origin;
    private final Receipt receipt;
    private final byte[] bytes;
    private final int length;
    private final int lines;
    private final String extension;
    private final byte[] unparsed;
    private final int unparsedLines;

    private Block(Origin origin, Receipt receipt, byte[] bytes, int length, int lines, String extension,
                  byte[] unparsed, int unparsedLines) {
        this.origin = origin;
        this.receipt = receipt;
        this.bytes = bytes;
        this.length = length;
        this.lines = lines;
        this.extension = extension;
        this.unparsed = unparsed;
        this.unparsedLines = unparsedLines;
    }

    /**
     * A block as it was read.
     *
     * @param lines number of lines in it
     */
    public static Block raw(Origin origin, Receipt receipt, byte[] bytes, int length, int lines) {
        return new Block(origin, receipt, bytes, length, lines, "log", new byte[0], 0);
    }

    /**
     * This block after parsing or filtering: other bytes of the same origin.
     *
     * @param lines         number of lines, now
     * @param extension     what the bytes are: {@code log} for raw lines, {@code json} for newline-delimited JSON
     * @param unparsed      records about the lines that were refused, newline-delimited JSON; added to those of before
     * @param unparsedLines number of those records
     */
    public Block with(byte[] bytes, int length, int lines, String extension, byte[] unparsed, int unparsedLines) {
        byte[] all = unparsed;
        if (this.unparsed.length > 0) {
            all = new byte[this.unparsed.length + unparsed.length];
            System.arraycopy(this.unparsed, 0, all, 0, this.unparsed.length);
            System.arraycopy(unparsed, 0, all, this.unparsed.length, unparsed.length);
        }
        return new Block(origin, receipt, bytes, length, lines, extension, all, this.unparsedLines + unparsedLines);
    }

    /** The same block with other lines, of the same kind. */
    public Block with(byte[] bytes, int length, int lines) {
        return with(bytes, length, lines, extension, new byte[0], 0);
    }

    public Origin origin() {
        return origin;
    }

    /** What the source wants to know when the block is stored. */
    public Receipt receipt() {
        return receipt;
    }

    /** The lines are in [0, {@link #length()}) of it. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public int lines() {
        return lines;
    }

    /** What the bytes are: {@code log} or {@code json}; the extension of the object's key. */
    public String extension() {
        return extension;
    }

    /** Records about refused lines, newline-delimited JSON; empty when all were parsed. */
    public byte[] unparsed() {
        return unparsed;
    }

    public int unparsedLines() {
        return unparsedLines;
    }

    /** The lines as text, invalid UTF-8 replaced; for {@code ${body}} in routes. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
