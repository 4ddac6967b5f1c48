package dev.caravan.parse.core;

/**
 * Knows one line format. Implementations keep no state between lines, other than what {@link Line#state()} and {@link Line#kept()} give them,
 * and may be called from several threads.
 */
public interface LineParser {

    /**
     * Writes the record of one line.
     *
     * @param line   the line, without its newline; valid during the call only
     * @param record where the fields go; what was written is thrown away when the line is refused
     * @return true when a record was written; false when the line is none (a header, an empty line)
     * @throws RefusedLineException the line is not of this format; it goes to {@code unparsed/}
     */
    boolean parse(Line line, RecordWriter record) throws RefusedLineException;

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
