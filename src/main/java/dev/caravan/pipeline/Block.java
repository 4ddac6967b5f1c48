package dev.caravan.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of whole lines, each with its newline. The unit that flows through the routes, so that Camel's cost per
 * exchange is paid once for some thousand lines.
 *
 * <p>Beside its lines a block has {@link SideOutput}s: lines that a step sent to another output. They are stored with the
 * block or not at all.
 *
 * <p>The bytes may be shared with a buffer that is used again as soon as the exchange has ended; who keeps them longer
 * copies them. Not thread safe: a block is handled by the thread that made it.
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
     * A block as it was read.
     *
     * @param lines number of lines in it
     */
    public static Block raw(BlockSource origin, Acknowledger acknowledger, byte[] bytes, int length, int lines) {
        return new Block(origin, acknowledger, bytes, length, lines, "log", List.of(), 0, lines, length);
    }

    /**
     * This block after parsing or filtering: other bytes of the same origin.
     *
     * @param lines     number of lines, now
     * @param extension what the bytes are: {@code log} for raw lines, {@code json} for newline-delimited JSON
     */
    public Block with(byte[] bytes, int length, int lines, String extension) {
        return new Block(origin, acknowledger, bytes, length, lines, extension, sections, withoutEvent, linesRead, bytesRead);
    }

    /** The same block with other lines, of the same kind. */
    public Block with(byte[] bytes, int length, int lines) {
        return with(bytes, length, lines, extension);
    }

    /** The same block with one more section; an empty one is left out. */
    public Block with(SideOutput section) {
        if (section.bytes().length == 0) {
            return this;
        }
        List<SideOutput> all = new ArrayList<>(sections);
        all.add(section);
        return new Block(origin, acknowledger, bytes, length, lines, extension, List.copyOf(all), withoutEvent, linesRead, bytesRead);
    }

    /**
     * The same block with records about lines that were refused.
     *
     * @param records newline-delimited JSON
     * @param lines   number of those records
     */
    public Block withUnparsed(byte[] records, int lines) {
        return with(new SideOutput(unparsedOutput(), "json", records, lines));
    }

    /** The same block, of whose records so many are of programs whose messages are events, but are none themselves. */
    public Block withoutEvent(int records) {
        return new Block(origin, acknowledger, bytes, length, lines, extension, sections, records, linesRead, bytesRead);
    }

    /** Number of records that might have been an event, as the parser saw it. */
    public int withoutEvent() {
        return withoutEvent;
    }

    /** Number of lines that were read from the source, whatever steps have made of them since. */
    public int linesRead() {
        return linesRead;
    }

    /** Number of bytes that were read from the source. */
    public int bytesRead() {
        return bytesRead;
    }

    public BlockSource origin() {
        return origin;
    }

    /** What the source wants to know when the block is stored. */
    public Acknowledger acknowledger() {
        return acknowledger;
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

    /** What goes to other outputs, in the order in which it was sent there; an output may come more than once. */
    public List<SideOutput> sections() {
        return sections;
    }

    /** Number of records about refused lines. */
    public int unparsedLines() {
        return sections.stream().filter(s -> s.output().equals(unparsedOutput())).mapToInt(SideOutput::lines).sum();
    }

    /** The output of refused lines. */
    public String unparsedOutput() {
        return "unparsed/" + origin.source();
    }

    /** The lines as text, invalid UTF-8 replaced; for {@code ${body}} in routes. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
