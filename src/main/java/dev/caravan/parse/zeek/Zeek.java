package dev.caravan.parse.zeek;

import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.RecordType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs of Zeek (Zeek documentation, "Log Files"). Lines of JSON pass byte for byte. Lines of TSV, Zeek's default
 * format, become what Zeek would have written as JSON, using the header of the file: numbers, booleans, lists, escapes, null for
 * nan and inf; an unset field is absent, a time stays the number of seconds that is printed. Panther's Zeek schemas read this.
 *
 * <p>Header lines are no records. They are remembered with the position of the file, so that they count after a restart
 * and in every block of the file. Zeek escapes separators, newlines and a {@code #} at the begin of a line in what it
 * heard on the wire, so nobody there can forge a header.
 */
public final class Zeek implements LineParser {

    /** Headers are kept in the checkpoint, which must stay small. */
    private static final int MAX_HEADER = 64 * 1024;

    private volatile ZeekHeader last = new ZeekHeader(null);

    @Override
    public RecordType records() {
        return RecordType.UNDECLARED;
    }

    @Override
    public List<String> samples() {
        return List.of("zeek-conn.tsv.log", "zeek-conn.json.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        byte[] b = line.bytes();
        int from = line.start();
        int to = line.end();
        if (from == to) {
            return false;
        }
        ZeekHeader header = header(line.state());
        if (b[from] == '#') {
            if (to - from > MAX_HEADER) {
                throw new RefusedLineException("a header line that is too long");
            }
            header = header.with(line.toString());
            line.state(header.text());
            last = header;
            return false;
        }
        int columns = header.problem() != null ? -1 : columns(b, from, to, header.separator());
        if (columns != header.fields() && JsonLine.looksLikeObject(b, from, to)) {
            JsonLine.pass(b, from, to, record);
            return true;
        }
        if (header.problem() != null) {
            throw new RefusedLineException("neither JSON nor a line of TSV: " + header.problem());
        }
        if (columns != header.fields()) {
            throw new RefusedLineException("the line has " + columns + " columns, its header " + header.fields());
        }
        write(header, b, from, to, record);
        return true;
    }

    private static void write(ZeekHeader header, byte[] b, int from, int to, RecordWriter record)
        throws RefusedLineException {
        int at = from;
        for (int i = 0; i < header.fields(); i++) {
            int end = ZeekHeader.indexOf(b, at, to, header.separator());
            end = end < 0 ? to : end;
            if (!header.isUnset(b, at, end)) {
                record.field(header.name(i));
                ZeekValue.write(record, header, header.type(i), b, at, end);
            }
            at = end + header.separator().length;
        }
    }

    private static int columns(byte[] b, int from, int to, byte[] separator) {
        int n = 1;
        for (int i = ZeekHeader.indexOf(b, from, to, separator); i >= 0; i = ZeekHeader.indexOf(b, i + separator.length, to, separator)) {
            n++;
        }
        return n;
    }

    /** The header of the file, made again only where another file's lines came between. */
    private ZeekHeader header(@Nullable String state) {
        ZeekHeader header = last;
        String text = state == null ? "" : state;
        if (!header.text().equals(text)) {
            header = new ZeekHeader(text);
            last = header;
        }
        return header;
    }
}
