package dev.caravan.transform;

import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.UnparsedWriter;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SideOutput;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** A step of a route that is applied to each line of a block. Thread safe, as its subclasses are. */
public abstract class LineAction implements Processor {

    /**
     * Decides about one line.
     *
     * @param line the line, without its newline
     * @throws RefusedLineException it cannot be decided; the line goes to {@code unparsed/}
     */
    protected abstract void edit(TextLine line, Edited out) throws RefusedLineException;

    /** The output of lines that were diverted; null where none are. */
    protected @Nullable String divertedTo() {
        return null;
    }

    @Override
    public final void process(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof Block block)) {
            throw new IllegalArgumentException("an action on lines needs the lines of log-tail-source, command-source or journal-source,"
                + " or what unmarshal made of them, not what another step put in their place");
        }
        Block edited = apply(block);
        exchange.getMessage().setBody(edited);
        exchange.setProperty(SharedNames.BLOCK_PROPERTY, edited);
    }

    /** The block with this step done to each of its lines. */
    public final Block apply(Block block) {
        if (block.origin().piece()) {
            // A piece of a line that is too long: to treat it as a line would tear the line apart.
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
