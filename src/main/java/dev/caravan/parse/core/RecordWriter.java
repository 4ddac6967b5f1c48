package dev.caravan.parse.core;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.pipeline.Bytes;
import dev.caravan.schema.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as newline-delimited JSON into a growing buffer. Whatever bytes come in, what goes out is valid JSON in
 * valid UTF-8: invalid sequences become U+FFFD, and the line ends of Unicode are escaped ({@link UnicodeLineEnds}).
 *
 * <p>Not thread safe. Field names are given as {@link #name(String)} constants, which are encoded once. Bytes of a line go into the record as
 * they are, without becoming characters on the way: that, and not going through a general JSON generator, halves the cost of a parsed line.
 */
public final class RecordWriter {

    private static final int FIRST_SIZE = 64 * 1024;
    /** A buffer that one block made larger than this is not kept. */
    private static final int KEPT_SIZE = 2 * 1024 * 1024;

    private byte[] out = new byte[FIRST_SIZE];
    private int size;
    private int mark;
    private boolean started;
    private boolean comma;
    private int records;
    private int withoutEvent;
    private @Nullable RecordType declared;

    /** A field name, encoded once. */
    public static SerializableString name(String name) {
        return new FieldName(name);
    }

    /** From now on a field that these records do not have is an AssertionError; nothing is looked at where Java's assertions are off. */
    public void declare(RecordType records) {
        declared = records;
    }

    /** Starts a record. */
    public void begin() {
        mark = size;
        started = false;
    }

    /** Writes bytes as the whole record, one JSON object in valid UTF-8 without a newline; the line ends of Unicode are escaped. */
    public void verbatim(byte[] bytes, int from, int to) {
        if (started) {
            throw new IllegalStateException("a record cannot have fields and be verbatim");
        }
        byte[] escaped = UnicodeLineEnds.escaped(bytes, from, to);
        raw(escaped, escaped == bytes ? from : 0, escaped == bytes ? to : escaped.length);
    }

    /** Ends the record and its line. */
    public void end() {
        reserve(3);
        if (!started && size == mark) {
            out[size++] = '{';
            started = true;
        }
        if (started) {
            out[size++] = '}';
        }
        out[size++] = '\n';
        records++;
    }

    /** Discards the record that was begun. */
    public void discard() {
        size = mark;
    }

    /** A field with the text of the bytes in [from, to). */
    public void text(SerializableString name, byte[] bytes, int from, int to) {
        field(name);
        value(bytes, from, to);
    }

    /**
     * A field with the text of the bytes in [from, to), if JSON can have each of them as it is.
     *
     * @return false when it cannot; nothing is written then
     */
    public boolean plainText(SerializableString name, byte[] bytes, int from, int to) {
        int before = size;
        boolean begun = started;
        field(name);
        reserve(to - from + 2);
        out[size] = '"';
        if (Bytes.copyPlain(bytes, from, to, out, size + 1) < to - from) {
            size = before;
            started = begun;
            return false;
        }
        size += to - from + 2;
        out[size - 1] = '"';
        comma = true;
        return true;
    }

    /** A field with this text; lone surrogates become question marks. */
    public void text(SerializableString name, String value) {
        field(name);
        value(value);
    }

    /** Writes a field that is a whole number. */
    public void number(SerializableString name, long value) {
        field(name);
        value(value);
    }

    /** A field with a number as it is printed, which must be a JSON number (RFC 8259, section 6). */
    public void number(SerializableString name, String literal) {
        field(name);
        literal(literal);
    }

    /** Writes a field that is true or false. */
    public void bool(SerializableString name, boolean value) {
        field(name);
        literal(value ? "true" : "false");
    }

    /** A field with a list of texts. */
    public void texts(SerializableString name, Iterable<String> values) {
        field(name);
        beginList();
        for (String value : values) {
            value(value);
        }
        endList();
    }

    /** Begins a field; its value must follow. */
    public void field(SerializableString name) {
        assert declared == null || declared.has(name.getValue()) : "the records " + declared + " have no field " + name.getValue();
        FieldName field = name instanceof FieldName known ? known : new FieldName(name.getValue());
        reserve(field.room());
        field.copyTo(out, size);
        if (!started) {
            out[size] = '{';
            started = true;
        }
        size += field.length();
        comma = false;
    }

    /** Begins a list as the value; values and {@link #endList()} follow. */
    public void beginList() {
        separate(1);
        out[size++] = '[';
        comma = false;
    }

    /** Ends the list that was begun last. */
    public void endList() {
        reserve(1);
        out[size++] = ']';
        comma = true;
    }

    /** A value that is the text of the bytes in [from, to). */
    public void value(byte[] bytes, int from, int to) {
        separate(to - from + 2);
        int begin = size;
        out[size++] = '"';
        int plain = Bytes.copyPlain(bytes, from, to, out, size);
        size += plain;
        if (plain < to - from) {
            escape(bytes, from, from + plain, to, begin);
        }
        reserve(1);
        out[size++] = '"';
    }

    /** A value that is this text; lone surrogates become question marks. */
    public void value(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        value(bytes, 0, bytes.length);
    }

    /** Writes a whole number as an element of a list. */
    public void value(long number) {
        if (number < 0) {
            literal(Long.toString(number));
        } else {
            separate(20);
            size = Ascii.put(number, out, size);
        }
    }

    /** A value as it is printed: a number, {@code true}, {@code false} or {@code null}. */
    @SuppressWarnings("deprecation")
    public void literal(String literal) {
        separate(literal.length());
        // Deprecated for text that is not ASCII, which this is not.
        literal.getBytes(0, literal.length(), out, size);
        size += literal.length();
    }

    /** The rest of a text, from the first byte on that cannot be copied as it is. */
    private void escape(byte[] bytes, int from, int at, int to, int begin) {
        if (!Utf8.isValid(bytes, at, to)) {
            byte[] valid = new String(bytes, from, to - from, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            size = begin + 1;
            escapeValid(valid, 0, valid.length);
        } else {
            escapeValid(bytes, at, to);
        }
    }

    private void escapeValid(byte[] bytes, int from, int to) {
        if (to - from > FIRST_SIZE) {
            // Growing by steps would need room for two of them.
            reserve(Escapes.length(bytes, from, to) + FIRST_SIZE);
        }
        for (int i = from; i < to;) {
            byte c = bytes[i++];
            reserve(to - i + Escapes.LONGEST);
            byte[] lineEnd = c < 0 ? UnicodeLineEnds.escape(bytes, i - 1, to) : null;
            if (lineEnd != null) {
                raw(lineEnd, 0, lineEnd.length);
                i += UnicodeLineEnds.length(bytes, i - 1) - 1;
            } else if (c < 0 || c >= ' ' && c != '"' && c != '\\') {
                out[size++] = c;
                int plain = Bytes.copyPlain(bytes, i, to, out, size);
                i += plain;
                size += plain;
            } else {
                size = Escapes.put(c, out, size);
            }
        }
    }

    /** The records so far, in [0, {@link #size()}). Shared: changed by the next record. */
    public byte[] bytes() {
        return out;
    }

    /** The same; a buffer that has become large is not kept. {@link #clear()} must be called next. */
    byte[] give() {
        byte[] given = out;
        out = given.length > KEPT_SIZE ? new byte[FIRST_SIZE] : given;
        return given;
    }

    /** Length of the records so far, in bytes. */
    public int size() {
        return size;
    }

    /** Number of records so far. */
    public int records() {
        return records;
    }

    /** Counts a record of a program whose messages are events, this one not. */
    public void countWithoutEvent() {
        withoutEvent++;
    }

    /** Number of records so far that {@link #countWithoutEvent} was called for. */
    int withoutEvent() {
        return withoutEvent;
    }

    /** Forgets all records. */
    public void clear() {
        size = 0;
        comma = false;
        records = 0;
        withoutEvent = 0;
    }

    private void raw(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, out, size, to - from);
        size += to - from;
    }

    /** Room for a value of this length, after the comma that it may need. */
    private void separate(int length) {
        reserve(length + 1);
        if (comma) {
            out[size++] = ',';
        }
        comma = true;
    }

    private void reserve(int length) {
        if (out.length - size < length) {
            int more = Math.min(out.length, Math.max(KEPT_SIZE, out.length / 4));
            out = Arrays.copyOf(out, Math.max(Math.addExact(size, length), Math.addExact(out.length, more)));
        }
    }
}
