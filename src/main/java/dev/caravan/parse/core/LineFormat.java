package dev.caravan.parse.core;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.BlockSource;
import dev.caravan.pipeline.Bytes;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.schema.RecordType;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LineParser} as a Camel data format: unmarshals a {@link Block} of lines to a block of JSON records. May be
 * used by several routes at once.
 */
public class LineFormat extends ServiceSupport implements DataFormat {

    private @Nullable LineParser parser;
    private @Nullable RecordType declared;
    private final ThreadLocal<Work> work = ThreadLocal.withInitial(Work::new);

    /** A data format that reads with this parser. */
    public LineFormat(LineParser parser) {
        this.parser = parser;
    }

    /** For formats that are configured first. */
    public LineFormat() {
    }

    /** Makes the parser of a format that is configured first. */
    protected LineParser make() {
        throw new IllegalStateException("the format was made with its parser");
    }

    @Override
    protected void doInit() {
        parser();
    }

    /** What reads the lines. */
    public final LineParser parser() {
        if (parser == null) {
            parser = make();
        }
        return parser;
    }

    @Override
    public final Object unmarshal(Exchange exchange, Object body) {
        if (body instanceof Block block) {
            Block parsed = parse(block);
            // A later step may replace the body: what was refused must not go with it.
            exchange.setProperty(SharedNames.BLOCK_PROPERTY, parsed);
            return parsed;
        }
        throw new IllegalArgumentException("unmarshal with a line parser needs the lines of log-tail-source,"
            + " command-source or journal-source as body, not " + (body == null ? "nothing" : body.getClass().getName()));
    }

    @Override
    public final Object unmarshal(Exchange exchange, InputStream stream) {
        return unmarshal(exchange, (Object) stream);
    }

    @Override
    public final void marshal(Exchange exchange, Object graph, OutputStream stream) {
        throw new UnsupportedOperationException("a line parser only reads; to write JSON use marshal: { json: {} }");
    }

    /** The block's lines as records; what the parser refused is the new block's unparsed part. */
    public final Block parse(Block block) {
        Work w = work.get();
        assert declare(w.records);
        w.records.clear();
        w.refused.clear();
        BlockSource origin = block.origin();
        byte[] bytes = block.bytes();
        if (origin.piece()) {
            w.refused.add(origin, origin.offset(), bytes, 0, block.length(), "a piece of a line that is too long");
        } else {
            w.line.begin(origin, block.acknowledger().parserState());
            w.line.ofBlock(block.length());
            for (int start = 0; start < block.length();) {
                int newline = Bytes.indexOf(bytes, start, block.length(), '\n');
                int end = newline < 0 ? block.length() : newline;
                parseLine(w, origin, bytes, start, end);
                start = end + 1;
            }
            finish(w);
            block.acknowledger().parserState(w.line.state());
        }
        return block.with(w.records.give(), w.records.size(), w.records.records(), "json")
            .withoutEvent(w.records.withoutEvent()).withUnparsed(w.refused.bytes(), w.refused.records());
    }

    /** For assertions, as tests have them on: what the parser writes, it must have declared. */
    private boolean declare(RecordWriter records) {
        declared = declared == null ? parser().records() : declared;
        records.declare(declared);
        return true;
    }

    private void finish(Work w) {
        w.records.begin();
        while (parser().finish(w.line, w.records)) {
            w.records.end();
            w.records.begin();
        }
        w.records.discard();
    }

    private void parseLine(Work w, BlockSource origin, byte[] bytes, int start, int end) {
        int stop = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
        if (stop == start) {
            return;
        }
        w.line.set(bytes, start, stop);
        w.records.begin();
        String reason;
        try {
            if (parser().parse(w.line, w.records)) {
                w.records.end();
            } else {
                w.records.discard();
            }
            return;
        } catch (RefusedLineException e) {
            reason = e.getMessage();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // A parser's bug must not stop the source, nor lose the line; nor must a jar that lacks a class.
            reason = "the parser failed: " + e;
        }
        w.records.discard();
        w.refused.add(origin, origin.offset() + start, bytes, start, end, reason);
    }

    /** Buffers of one thread. The records are copied into the batch before the thread parses its next block. */
    private static final class Work {
        final Line line = new Line();
        final RecordWriter records = new RecordWriter();
        final UnparsedWriter refused = new UnparsedWriter();
    }
}
