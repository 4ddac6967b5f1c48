package dev.caravan.parse.core;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.pipeline.BlockSource;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;

/**
 * Keeps refused lines as records: source, time, file, offset, reason and the line itself. A line that is not valid
 * UTF-8 is there twice, readable as {@code raw} and to the byte as {@code raw_base64}.
 */
public final class UnparsedWriter {

    private static final SerializableString SOURCE = RecordWriter.name("source");
    private static final SerializableString TIME = RecordWriter.name("time");
    private static final SerializableString HOST = RecordWriter.name("host");
    private static final SerializableString FILE = RecordWriter.name("file");
    private static final SerializableString OFFSET = RecordWriter.name("offset");
    private static final SerializableString REASON = RecordWriter.name("reason");
    private static final SerializableString RAW = RecordWriter.name("raw");
    private static final SerializableString RAW_BASE64 = RecordWriter.name("raw_base64");

    private final RecordWriter out = new RecordWriter();

    /** What the records are. */
    public static RecordType type() {
        return RecordType.of("unparsed", "Custom.Unparsed", "Lines that no parser understood, with the reason",
            Field.text("source", "Name of the source").required(true),
            Field.eventTime("time", "Time of the event; when the line was read").required(true),
            Field.text("host", "Name of the machine", "hostname").required(true),
            Field.text("file", "File or command that the line is from").required(true),
            Field.number("offset", "Position of the line in the file, in bytes").required(true),
            Field.text("reason", "Why the parser refused the line").required(true),
            Field.text("raw", "The line; bytes that are not UTF-8 are replaced").required(true),
            Field.text("raw_base64", "The line to the byte, if it is not UTF-8"));
    }

    /**
     * Adds a line.
     *
     * @param offset where it begins in its file
     * @param reason why it was refused
     */
    public void add(BlockSource origin, long offset, byte[] bytes, int from, int to, String reason) {
        out.begin();
        out.text(SOURCE, origin.source());
        out.text(TIME, origin.time().truncatedTo(ChronoUnit.MILLIS).toString());
        out.text(HOST, origin.host());
        out.text(FILE, origin.file());
        out.number(OFFSET, offset);
        out.text(REASON, reason);
        out.text(RAW, bytes, from, to);
        if (!Utf8.isValid(bytes, from, to)) {
            out.text(RAW_BASE64, Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, to)));
        }
        out.end();
    }

    /** The records so far, a copy. {@link #clear()} must be called before the next ones. */
    public byte[] bytes() {
        byte[] records = out.give();
        return records.length == out.size() ? records : Arrays.copyOf(records, out.size());
    }

    /** Number of records so far. */
    public int records() {
        return out.records();
    }

    /** Forgets all records. */
    public void clear() {
        out.clear();
    }
}
