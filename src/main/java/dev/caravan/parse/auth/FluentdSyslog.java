package dev.caravan.parse.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import dev.caravan.schema.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@link Syslog} or {@link JournalSyslog} reads, and gives the records that Fluentd's syslog input makes and Panther's managed schema
 * Fluentd.Syslog3164 expects: {@code host}, {@code ident}, {@code message}, {@code pid} and {@code pri} (numbers, where
 * the line has them), {@code tag} (always {@value #TAG}) and {@code time} as in {@code 2020-03-23 16:14:06 +0000}, without
 * fractions. Nothing else: the managed schema takes no other fields.
 */
public final class FluentdSyslog implements LineParser {

    /** What Fluentd would call lines of auth.log: the managed schema demands a tag. */
    static final String TAG = "syslog.auth";

    private static final JsonFactory JSON = new JsonFactory();
    private static final SerializableString TAG_NAME = RecordWriter.name("tag");
    private static final Map<String, SerializableString> COPIED = Map.of("host", Syslog.HOST, "ident", Syslog.IDENT,
        "message", Syslog.MESSAGE, "pid", Syslog.PID, "pri", RecordWriter.name("pri"));

    private final LineParser syslog;
    private final ThreadLocal<RecordWriter> scratch = ThreadLocal.withInitial(RecordWriter::new);

    /** @param syslog what makes records of syslog of the lines */
    public FluentdSyslog(LineParser syslog) {
        this.syslog = syslog;
    }

    @Override
    public RecordType records() {
        return RecordType.of("fluentd", "Fluentd.Syslog3164", "What Fluentd's syslog input makes of a line",
            Field.text("host", "Name of the machine; as the line has it", "hostname").required(true),
            Field.text("ident", "Program that wrote the line").required(true),
            Field.text("message", "Text of the message").required(true),
            Field.number("pid", "Process id of the program"),
            Field.of("pri", ValueType.SMALLINT, "Priority: facility times 8 plus severity (RFC 5424)"),
            Field.text("tag", "Always syslog.auth: the managed schema demands a tag").required(true),
            Field.eventTime("time", "Time of the event; when the line was written", "%Y-%m-%d %H:%M:%S %z").required(true));
    }

    @Override
    public List<String> samples() {
        return syslog.samples();
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        RecordWriter own = scratch.get();
        own.clear();
        own.begin();
        try {
            if (!syslog.parse(line, own)) {
                own.discard();
                return false;
            }
        } catch (RefusedLineException e) {
            own.discard();
            throw e;
        }
        own.end();
        try (JsonParser fields = JSON.createParser(own.bytes(), 0, own.size())) {
            copy(fields, record);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the source is a record", e);
        }
        record.text(TAG_NAME, TAG);
        return true;
    }

    private static void copy(JsonParser fields, RecordWriter record) throws IOException {
        fields.nextToken();
        while (fields.nextToken() == JsonToken.FIELD_NAME) {
            String name = fields.currentName();
            SerializableString copied = COPIED.get(name);
            JsonToken value = fields.nextToken();
            if (name.equals("time")) {
                byte[] time = time(fields.getText().getBytes(StandardCharsets.US_ASCII));
                record.text(Syslog.TIME, time, 0, time.length);
            } else if (copied != null && value.isNumeric()) {
                record.number(copied, fields.getLongValue());
            } else if (copied != null) {
                record.text(copied, fields.getText());
            } else {
                fields.skipChildren();
            }
        }
    }

    /** {@code 2020-03-23T16:14:06.25Z} as {@code 2020-03-23 16:14:06 +0000}. */
    private static byte[] time(byte[] rfc3339) {
        byte[] out = "0000-00-00 00:00:00 +0000".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(rfc3339, 0, out, 0, 10);
        System.arraycopy(rfc3339, 11, out, 11, 8);
        int n = rfc3339.length;
        if (rfc3339[n - 1] != 'Z') {
            System.arraycopy(rfc3339, n - 6, out, 20, 3);
            System.arraycopy(rfc3339, n - 2, out, 23, 2);
        }
        return out;
    }
}
