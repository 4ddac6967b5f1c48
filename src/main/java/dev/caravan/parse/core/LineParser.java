package dev.caravan.parse.core;

import dev.caravan.schema.RecordType;
import java.util.List;

/**
 * Knows one line format. Implementations keep no state between lines, other than what {@link Line#state()} and {@link Line#kept()} give them,
 * and may be called from several threads.
 */
public interface LineParser {

    /**
     * Writes the record of one line.
     *
     * @param line   the line, without its newline; valid during the call only
     * @param record where the fields go; what was written is discarded when the line is refused
     * @return true when a record was written; false when the line is none (a header, an empty line)
     * @throws RefusedLineException the line is not of this format; it goes to {@code unparsed/}
     */
    boolean parse(Line line, RecordWriter record) throws RefusedLineException;

    /**
     * What the records are: each field that {@link #parse} and {@link #finish} can write, with its type. In tests {@link RecordWriter} refuses
     * any other field. Made anew by each call, for a start needs none of it.
     */
    default RecordType records() {
        return RecordType.UNDECLARED;
    }

    /**
     * Names of files with real lines of this format. They are resources {@code /samples/NAME} of the tests; {@code /parse/NAME.ndjson} has the
     * records that they must become.
     */
    default List<String> samples() {
        return List.of();
    }

    /**
     * Writes a record that was kept while more lines of it might come ({@link Line#kept}). Asked at the end of each block,
     * until there is none.
     *
     * @return true when a record was written
     */
    default boolean finish(Line line, RecordWriter record) {
        return false;
    }
}
