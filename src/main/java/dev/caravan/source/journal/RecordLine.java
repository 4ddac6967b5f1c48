package dev.caravan.source.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns each record into a line of JSON: the journal's names, values as texts, and a list if a field occurs several times. Bytes that are
 * not UTF-8 become U+FFFD; newlines within a value are escaped, so that a record stays one line.
 *
 * <p>A record that is too long comes in pieces. Each piece is a line that has {@value #PIECE}, a number from 1 on; the last one also has
 * {@value #PIECES}. Not thread-safe.
 */
final class RecordLine implements ExportReader.Fields {

    /** Field in each piece of a record that is too long: its number, from 1 on. */
    static final String PIECE = "CARAVAN_PIECE";
    /** Field in the last piece: the number of pieces. */
    static final String PIECES = "CARAVAN_PIECES";

    static final String CURSOR = "__CURSOR";
    static final String MACHINE = "_MACHINE_ID";
    static final String BOOT = "_BOOT_ID";
    static final String UNIT = "_SYSTEMD_UNIT";
    static final String PID = "_PID";
    /** Fields that are examined in each record, whichever go into its line. */
    static final Set<String> LOOKED_AT = Set.of(CURSOR, MACHINE, BOOT, UNIT, PID);

    private static final JsonFactory JSON = new JsonFactory().setCharacterEscapes(new UnicodeEscapes());
    /** More bytes than any examined field has. */
    private static final int LONGEST_LOOKED_AT = 4096;
    private static final int LONGEST_CHARACTER = 4;

    private final Set<String> names;
    private final int maxBytes;
    private final Map<String, List<byte[]>> values = new LinkedHashMap<>();
    private final Map<String, String> known = new HashMap<>();
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private @Nullable String name;
    private boolean kept;
    private long length;
    private int piece;
    private boolean whole;
    private boolean full;

    /**
     * Creates a converter.
     *
     * @param names    fields that go into the line; empty for all
     * @param maxBytes if names and values of a record are longer in total, it comes in pieces
     */
    RecordLine(Set<String> names, int maxBytes) {
        this.names = names;
        this.maxBytes = maxBytes;
    }

    @Override
    public void begin(String field) {
        name = field;
        kept = names.isEmpty() || names.contains(field);
        length += kept ? field.length() : 0;
        value.reset();
    }

    /** Cuts pieces independently of how the bytes arrive, because stored pieces are recognised by their number. */
    @Override
    public int value(byte[] bytes, int from, int to) {
        if (kept) {
            int taken = (int) Math.max(1, Math.min(to - from, maxBytes - length + 1));
            value.write(bytes, from, taken);
            length += taken;
            full = length > maxBytes;
            return taken;
        }
        if (LOOKED_AT.contains(name) && value.size() < LONGEST_LOOKED_AT) {
            value.write(bytes, from, Math.min(to - from, LONGEST_LOOKED_AT));
        }
        return to - from;
    }

    @Override
    public void end() {
        if (LOOKED_AT.contains(name)) {
            // This is the journal's own field, which occurs once: journald drops fields with such a name that a program sends.
            known.putIfAbsent(name, value.toString(StandardCharsets.UTF_8));
        }
        if (kept) {
            values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value.toByteArray());
        }
        value.reset();
        name = null;
    }

    @Override
    public void endRecord() {
        whole = true;
    }

    @Override
    public boolean isReady() {
        return whole || full;
    }

    /** Reports whether the record, or its last piece, is complete. */
    boolean isWhole() {
        return whole;
    }

    /** Returns the number of the piece that {@link #take} returns next, from 1 on; 0 if it returns a whole record. */
    int piece() {
        return whole && piece == 0 ? 0 : piece + 1;
    }

    /** Returns what is known of the record so far. */
    Entry entry() {
        return new Entry(known.getOrDefault(CURSOR, ""), known.get(MACHINE), known.get(BOOT), known.get(UNIT), known.get(PID));
    }

    /** Returns the line of the record or of its next piece, with its newline, and starts the following one. */
    byte[] take() {
        int number = piece();
        byte[] rest = splitValue();
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.min(length, maxBytes) + 256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (number > 0) {
                json.writeNumberField(PIECE, number);
                if (whole) {
                    json.writeNumberField(PIECES, number);
                }
            }
            for (Map.Entry<String, List<byte[]>> field : values.entrySet()) {
                json.writeFieldName(field.getKey());
                write(field.getValue(), json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the target is memory", e);
        }
        out.write('\n');
        goOn(rest);
        return out.toByteArray();
    }

    private static void write(List<byte[]> texts, JsonGenerator json) throws IOException {
        if (texts.size() > 1) {
            json.writeStartArray();
        }
        for (byte[] text : texts) {
            json.writeString(new String(text, StandardCharsets.UTF_8));
        }
        if (texts.size() > 1) {
            json.writeEndArray();
        }
    }

    /** Discards the record, or its next piece, without making a line of it. */
    void skip() {
        goOn(splitValue());
    }

    private void goOn(byte[] rest) {
        if (whole) {
            known.clear();
            piece = 0;
        } else {
            piece++;
        }
        values.clear();
        value.reset();
        value.writeBytes(rest);
        length = rest.length;
        whole = false;
        full = false;
    }

    /** Moves the first part of an incomplete value to this piece; an incomplete character at its end is left for the next piece. */
    private byte[] splitValue() {
        if (whole || name == null || !kept) {
            return new byte[0];
        }
        byte[] all = value.toByteArray();
        int end = endOfCharacters(all);
        values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(Arrays.copyOf(all, end));
        return Arrays.copyOfRange(all, end, all.length);
    }

    /** Returns the index of an incomplete UTF-8 character at the end; the length if there is none, or if the bytes are not UTF-8. */
    private static int endOfCharacters(byte[] b) {
        for (int back = 1; back < LONGEST_CHARACTER && back <= b.length; back++) {
            int c = b[b.length - back] & 0xff;
            if (c >= 0xc0) {
                int bytes = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
                return bytes > back ? b.length - back : b.length;
            }
            if (c < 0x80) {
                break;
            }
        }
        return b.length;
    }
}
