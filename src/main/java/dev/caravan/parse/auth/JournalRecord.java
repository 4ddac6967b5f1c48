package dev.caravan.parse.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RefusedLineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of systemd's journal, from a line of JSON with the journal's names: as the Kamelet {@code journal-source} makes it, or
 * {@code journalctl -a -o json}, which has a value with control characters as a list of bytes. Fields are those of
 * systemd.journal-fields(7). Immutable.
 */
final class JournalRecord {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSXXX", Locale.ROOT).withZone(
        ZoneOffset.UTC);
    private static final long MICROS = 1_000_000;

    private final Map<String, byte[]> fields = new HashMap<>();

    /** @throws RefusedLineException it is no such line */
    JournalRecord(byte[] b, int from, int to) throws RefusedLineException {
        try (JsonParser json = JSON.createParser(b, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new RefusedLineException("no record of the journal: no JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                ByteArrayOutputStream value = new ByteArrayOutputStream();
                json.nextToken();
                if (read(json, value)) {
                    fields.put(name, value.toByteArray());
                }
            }
        } catch (IOException e) {
            throw new RefusedLineException("no record of the journal: no valid JSON");
        }
    }

    /** A field that was given several times has all of them, a newline between; bytes of one value follow each other. */
    private static boolean read(JsonParser json, ByteArrayOutputStream value) throws IOException {
        switch (json.currentToken()) {
            case VALUE_STRING -> value.writeBytes(json.getText().getBytes(StandardCharsets.UTF_8));
            case VALUE_NUMBER_INT -> value.writeBytes(json.getText().getBytes(StandardCharsets.US_ASCII));
            case START_ARRAY -> {
                for (boolean first = true; json.nextToken() != JsonToken.END_ARRAY; first = false) {
                    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                        value.write(json.getIntValue());
                    } else {
                        if (!first) {
                            value.write('\n');
                        }
                        read(json, value);
                    }
                }
            }
            default -> {
                json.skipChildren();
                return false;
            }
        }
        return true;
    }

    /** The value of a field, or null. */
    byte @Nullable [] bytes(String name) {
        return fields.get(name);
    }

    /** The value of the first of these fields that is there and not empty; what is not UTF-8 becomes U+FFFD. Null where none is. */
    @Nullable
    String text(String... names) {
        for (String name : names) {
            byte[] value = fields.get(name);
            if (value != null && value.length > 0) {
                String text = new String(value, StandardCharsets.UTF_8);
                // Of several values, who sends a second one wants it to be overlooked, or the first.
                int newline = text.indexOf('\n');
                return newline < 0 ? text : text.substring(0, newline);
            }
        }
        return null;
    }

    /** The number in the first of these fields that has one; -1 where none has. */
    long number(String... names) {
        for (String name : names) {
            byte[] value = fields.get(name);
            long number = value == null ? -1 : Ascii.number(value, 0, value.length);
            if (number >= 0) {
                return number;
            }
        }
        return -1;
    }

    /**
     * When the record was written, by the program where journald knows that, as RFC 3339 with microseconds, in UTC.
     *
     * @throws RefusedLineException it has no time
     */
    String time() throws RefusedLineException {
        long micros = number("_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP");
        try {
            if (micros >= 0) {
                return TIME.format(Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1000));
            }
        } catch (DateTimeException e) {
            // A number that is no time of this world.
        }
        throw new RefusedLineException("a record of the journal without a time");
    }

    /** The program, as it calls itself; empty where that is not known. */
    String ident() {
        String ident = text("SYSLOG_IDENTIFIER", "_COMM");
        return ident == null ? "" : ident;
    }

    /** Number of the process; -1 where that is not known. */
    long pid() {
        return number("SYSLOG_PID", "_PID");
    }

    /** Facility times 8 plus severity; -1 where one is not known. */
    long priority() {
        long facility = number("SYSLOG_FACILITY");
        long severity = number("PRIORITY");
        return facility < 0 || facility > 23 || severity < 0 || severity > 7 ? -1 : facility * 8 + severity;
    }

    /** The message; empty where there is none. Leading spaces, which some programs begin with, are left out. */
    byte[] message() {
        byte[] message = bytes("MESSAGE");
        if (message == null) {
            return new byte[0];
        }
        int from = Ascii.skipSpaces(message, 0, message.length);
        return from == 0 ? message : java.util.Arrays.copyOfRange(message, from, message.length);
    }
}
