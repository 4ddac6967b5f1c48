package dev.caravan.parse;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes records as newline-delimited JSON into a growing buffer. Whatever bytes come in, what goes out is valid JSON in
 * valid UTF-8: invalid sequences become U+FFFD.
 *
 * <p>Not thread safe. Field names are given as {@link #name(String)} constants, which are encoded once.
 */
public final class RecordWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final Buffer out = new Buffer();
    private JsonGenerator json;
    private int mark;
    private boolean started;
    private int records;

    public RecordWriter() {
        open();
    }

    /** A field name, encoded once. */
    public static SerializableString name(String name) {
        return new SerializedString(name);
    }

    /** Starts a record. */
    public void begin() {
        mark = out.size();
        started = false;
    }

    /**
     * Writes bytes as the whole record, which must be one JSON object in UTF-8 without a newline; no field may have been
     * written.
     */
    public void verbatim(byte[] bytes, int from, int to) {
        if (started) {
            throw new IllegalStateException("a record cannot have fields and be verbatim");
        }
        out.write(bytes, from, to - from);
    }

    /** Ends the record and its line. */
    public void end() {
        if (!started && out.size() > mark) {
            out.write('\n');
        } else {
            write(() -> {
                json.writeEndObject();
                json.writeRaw('\n');
                json.flush();
            });
        }
        records++;
    }

    /** Throws away the record that was begun. */
    public void discard() {
        out.truncate(mark);
        if (started) {
            open();
        }
    }

    /** A field with the text of the bytes in [from, to). */
    public void text(SerializableString name, byte[] bytes, int from, int to) {
        write(() -> {
            json.writeFieldName(name);
            if (Utf8.isValid(bytes, from, to)) {
                json.writeUTF8String(bytes, from, to - from);
            } else {
                json.writeString(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            }
        });
    }

    /** A field with the text of a part of the line. */
    public void text(SerializableString name, Line line, int from, int to) {
        text(name, line.bytes(), from, to);
    }

    /** A field with this text; lone surrogates become U+FFFD. */
    public void text(SerializableString name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        text(name, bytes, 0, bytes.length);
    }

    public void number(SerializableString name, long value) {
        write(() -> {
            json.writeFieldName(name);
            json.writeNumber(value);
        });
    }

    /** A field with a number as it is printed, which must be a JSON number (RFC 8259, section 6). */
    public void number(SerializableString name, String literal) {
        write(() -> {
            json.writeFieldName(name);
            json.writeNumber(literal);
        });
    }

    public void bool(SerializableString name, boolean value) {
        write(() -> {
            json.writeFieldName(name);
            json.writeBoolean(value);
        });
    }

    /** A field with a list of texts. */
    public void texts(SerializableString name, Iterable<String> values) {
        write(() -> {
            json.writeFieldName(name);
            json.writeStartArray();
            for (String value : values) {
                json.writeString(new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            }
            json.writeEndArray();
        });
    }

    /** Jackson's generator, inside the record that was begun: for parsers that need more than the methods here. */
    public JsonGenerator json() {
        write(() -> { });
        return json;
    }

    /** The records so far, in [0, {@link #size()}). Shared: changed by the next record. */
    public byte[] bytes() {
        return out.array();
    }

    public int size() {
        return out.size();
    }

    /** Number of records so far. */
    public int records() {
        return records;
    }

    /** Forgets all records and keeps the buffer. */
    public void clear() {
        out.reset();
        records = 0;
    }

    private void open() {
        try {
            json = JSON.createGenerator(out, JsonEncoding.UTF8);
            json.setRootValueSeparator(null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the target is memory", e);
        }
    }

    private void write(Write step) {
        try {
            if (!started) {
                // Only now: a record may be verbatim, and a line may be none.
                started = true;
                json.writeStartObject();
            }
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the target is memory", e);
        }
    }

    private interface Write {
        void run() throws IOException;
    }

    private static final class Buffer extends ByteArrayOutputStream {

        Buffer() {
            super(64 * 1024);
        }

        byte[] array() {
            return buf;
        }

        @Override
        public int size() {
            return count;
        }

        void truncate(int size) {
            count = size;
        }
    }
}
