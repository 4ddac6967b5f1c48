package dev.caravan.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A number of whole lines, each with its newline. Blocks flow through the routes, so Camel's cost per exchange is paid once for thousands
 * of lines.
 *
 * <p>A block also carries {@link SideOutput}s: lines that a step sent to another output. They are stored together with the block or not at
 * all.
 *
 * <p>The bytes may be shared with a buffer that is reused as soon as the exchange has ended; copy them to keep them longer. Not
 * thread-safe: the thread that created a block handles it.
 */
public final class Block {

    private final BlockSource origin;
    private final Acknowledger acknowledger;
    private final byte[] bytes;
    private final int length;
    private final int lines;
    private final String extension;
    private final List<SideOutput> sections;
    private final int withoutEvent;
    private final int linesRead;
    private final int bytesRead;

    private Block(BlockSource origin, Acknowledger acknowledger, byte[] bytes, int length, int lines, String extension,
        List<SideOutput> sections, int withoutEvent, int linesRead, int bytesRead) {
        this.origin = origin;
        this.acknowledger = acknowledger;
        this.bytes = bytes;
        this.length = length;
        this.lines = lines;
        this.extension = extension;
        this.sections = sections;
        this.withoutEvent = withoutEvent;
        this.linesRead = linesRead;
        this.bytesRead = bytesRead;
    }

    /**
     * Returns a block as it was read.
     *
     * @param lines number of lines in it
     */
    public static Block raw(BlockSource origin, Acknowledger acknowledger, byte[] bytes, int length, int lines) {
        return new Block(origin, acknowledger, bytes, length, lines, "log", List.of(), 0, lines, length);
    }

    /**
     * Returns this block after parsing or filtering: other bytes of the same origin.
     *
     * @param lines     number of lines in the new bytes
     * @param extension format of the bytes: {@code log} for raw lines, {@code json} for newline-delimited JSON
     */
    public Block with(byte[] bytes, int length, int lines, String extension) {
        return new Block(origin, acknowledger, bytes, length, lines, extension, sections, withoutEvent, linesRead, bytesRead);
    }

    /** Returns this block with other lines of the same format. */
    public Block with(byte[] bytes, int length, int lines) {
        return with(bytes, length, lines, extension);
    }

    /** Returns this block with one more section; leaves out an empty one. */
    public Block with(SideOutput section) {
        if (section.bytes().length == 0) {
            return this;
        }
        List<SideOutput> all = new ArrayList<>(sections);
        all.add(section);
        return new Block(origin, acknowledger, bytes, length, lines, extension, List.copyOf(all), withoutEvent, linesRead, bytesRead);
    }

    /**
     * Returns this block with records about refused lines.
     *
     * @param records newline-delimited JSON
     * @param lines   number of those records
     */
    public Block withUnparsed(byte[] records, int lines) {
        return with(new SideOutput(unparsedOutput(), "json", records, lines));
    }

    /** Returns this block with the number of its records that come from a program whose messages the parser knows, but are no event. */
    public Block withoutEvent(int records) {
        return new Block(origin, acknowledger, bytes, length, lines, extension, sections, records, linesRead, bytesRead);
    }

    /** Returns the number of records that might have been an event, but that the parser did not recognise. */
    public int withoutEvent() {
        return withoutEvent;
    }

    /** Returns the number of lines that were read from the source, whatever the steps made of them. */
    public int linesRead() {
        return linesRead;
    }

    /** Returns the number of bytes that were read from the source. */
    public int bytesRead() {
        return bytesRead;
    }

    /** Returns where the lines come from. */
    public BlockSource origin() {
        return origin;
    }

    /** Returns the acknowledger, which the batch calls when it has stored the block. */
    public Acknowledger acknowledger() {
        return acknowledger;
    }

    /** Returns the array whose bytes in [0, {@link #length()}) are the lines. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the number of bytes. */
    public int length() {
        return length;
    }

    /** Returns the number of lines. */
    public int lines() {
        return lines;
    }

    /** Returns the format of the bytes, {@code log} or {@code json}; it is the extension of the object's key. */
    public String extension() {
        return extension;
    }

    /** Returns the lines for other outputs, in the order in which steps sent them; an output may occur more than once. */
    public List<SideOutput> sections() {
        return sections;
    }

    /** Returns the number of records about refused lines. */
    public int unparsedLines() {
        return sections.stream().filter(s -> s.output().equals(unparsedOutput())).mapToInt(SideOutput::lines).sum();
    }

    /** Returns the name of the output of refused lines. */
    public String unparsedOutput() {
        return "unparsed/" + origin.source();
    }

    /** Returns the lines as text, with invalid UTF-8 replaced; for {@code ${body}} in routes. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
