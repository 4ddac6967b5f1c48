package dev.caravan.parse.web;

import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.Bytes;
import org.jspecify.annotations.Nullable;

/** Looks whether raw lines are in the format combined, as it is: without further columns. */
final class RawCombined {

    private RawCombined() {
    }

    /** What is wrong with the first line of a block; null when nothing is. */
    static @Nullable String problem(Block block, LineParser parser) {
        byte[] b = block.bytes();
        int newline = Bytes.indexOf(b, 0, block.length(), '\n');
        int end = newline < 0 ? block.length() : newline;
        if (end == 0 || block.origin().piece()) {
            return null;
        }
        Line line = new Line().set(b, 0, end > 0 && b[end - 1] == '\r' ? end - 1 : end);
        line.begin(block.origin(), null);
        RecordWriter record = new RecordWriter();
        record.begin();
        try {
            parser.parse(line, record);
            // Each column but the last is followed by a field of its own; a further one is an extra.
            return new String(record.bytes(), 0, record.size(), java.nio.charset.StandardCharsets.UTF_8).contains("\"extra\":[")
                ? "there are more columns" : null;
        } catch (RefusedLineException e) {
            return e.getMessage();
        }
    }
}
