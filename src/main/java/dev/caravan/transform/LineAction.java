package dev.caravan.transform;

import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.UnparsedWriter;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SideOutput;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** A step of a route that is applied to each line of a block. Thread-safe, as its subclasses must be. */
public abstract class LineAction implements Processor {

    /**
     * Keeps, changes, diverts or drops a line.
     *
     * @param line the line, without its newline
     * @param out  receives the result
     * @throws RefusedLineException if the action cannot be applied to the line, which then goes to {@code unparsed/}
     */
    protected abstract void edit(TextLine line, Edited out) throws RefusedLineException;

    /** Returns the output of diverted lines; null if the action diverts none. */
    protected @Nullable String divertedTo() {
        return null;
    }

    @Override
    public final void process(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof Block block)) {
            throw new IllegalArgumentException("an action on lines needs the lines of log-tail-source, command-source or journal-source,"
                + " or the records that unmarshal made of them; another step has replaced them, so put the action before that step");
        }
        Block edited = apply(block);
        exchange.getMessage().setBody(edited);
        exchange.setProperty(SharedNames.BLOCK_PROPERTY, edited);
    }

    /** Applies the action to each line of a block, and returns the result. */
    public final Block apply(Block block) {
        if (block.origin().piece()) {
            // The block is a piece of an overlong line. Treating the piece as a line could drop or divert a part of the line.
            return block;
        }
        Edited out = new Edited(block.length());
        UnparsedWriter refused = new UnparsedWriter();
        byte[] bytes = block.bytes();
        for (int start = 0; start < block.length();) {
            int end = start;
            while (end < block.length() && bytes[end] != '\n') {
                end++;
            }
            try {
                edit(new TextLine(bytes, start, end), out);
            } catch (RefusedLineException e) {
                refused.add(block.origin(), block.origin().offset(), bytes, start, end, e.getMessage());
            }
            start = end + 1;
        }
        Block edited = block.with(out.kept.array(), out.kept.size(), out.keptLines)
            .withUnparsed(refused.bytes(), refused.records());
        String to = divertedTo();
        return to == null ? edited : edited.with(new SideOutput(to, block.extension(), out.diverted.toByteArray(), out.divertedLines));
    }
}
