package dev.caravan.parse.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.schema.RecordType;
import java.io.IOException;
import java.util.List;

/**
 * Passes lines that are one JSON object (RFC 8259) each, byte for byte but for {@link UnicodeLineEnds} and {@link HexEscapes}.
 *
 * <p>Refused is what readers would refuse, or would read in different ways: invalid UTF-8, more than 1000 levels, a name that
 * occurs twice in an object (section 4: some take the first one, some the last), half of a surrogate pair (section 8.2), and a
 * number that is too large for a double (section 6).
 */
public final class JsonLine implements LineParser {

    private static final JsonFactory JSON = new JsonFactory();
    private static final ThreadLocal<JsonNames> NAMES = ThreadLocal.withInitial(JsonNames::new);
    /** Digits that a double always has room for. */
    private static final int MAX_DIGITS = 300;

    @Override
    public RecordType records() {
        return RecordType.UNDECLARED;
    }

    @Override
    public List<String> samples() {
        return List.of("zeek-conn.json.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        byte[] b = line.bytes();
        int from = start(b, line.start(), line.end());
        if (from == line.end()) {
            return false;
        }
        pass(b, from, line.end(), record);
        return true;
    }

    /**
     * Writes a line that is one JSON object as the record. Where it is none because of escapes that JSON has not, which nginx
     * writes into values unless its format has {@code escape=json}, they are turned into those that it has: else a client could
     * keep its requests out of the records by a quote in them.
     */
    public static void pass(byte[] b, int from, int to, RecordWriter record) throws RefusedLineException {
        try {
            check(b, from, to);
            record.verbatim(b, from, to);
        } catch (RefusedLineException e) {
            byte[] mended = HexEscapes.toJson(b, from, to);
            if (mended == null) {
                throw e;
            }
            check(mended, 0, mended.length);
            record.verbatim(mended, 0, mended.length);
        }
    }

    /** Index of the first byte that is no white space. */
    static int start(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r')) {
            i++;
        }
        return i;
    }

    /** Whether the range begins as an object; it may still be none. */
    public static boolean looksLikeObject(byte[] b, int from, int to) {
        // A NUL in the second place would make the reader guess UTF-16.
        return to - from >= 2 && b[from] == '{' && b[from + 1] != 0;
    }

    /** Refuses what is not one JSON object in UTF-8, without anything around it but white space at its end. */
    public static void check(byte[] b, int from, int to) throws RefusedLineException {
        if (!looksLikeObject(b, from, to)) {
            throw new RefusedLineException("not a JSON object");
        }
        if (!Utf8.isValid(b, from, to)) {
            throw new RefusedLineException("JSON that is not UTF-8");
        }
        boolean surrogates = hasSurrogates(b, from, to);
        JsonNames names = NAMES.get();
        names.clear();
        try (JsonParser parser = JSON.createParser(b, from, to - from)) {
            parser.nextToken();
            names.open();
            // Each token is read to its end, for skipping alone would not look at it.
            for (int depth = 1; depth > 0;) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    throw new RefusedLineException("JSON that ends too early");
                }
                parser.finishToken();
                if (token.isStructStart()) {
                    names.open();
                    depth++;
                } else if (token.isStructEnd()) {
                    names.close();
                    depth--;
                } else {
                    check(parser, token, names, surrogates);
                }
            }
            if (parser.nextToken() != null) {
                throw new RefusedLineException("something follows the JSON object");
            }
        } catch (IOException e) {
            throw new RefusedLineException("not valid JSON");
        }
    }

    private static void check(JsonParser parser, JsonToken token, JsonNames names, boolean surrogates)
        throws IOException, RefusedLineException {
        boolean name = token == JsonToken.FIELD_NAME;
        if (name && !names.add(parser.currentName())) {
            throw new RefusedLineException("JSON in which a name occurs twice in an object");
        }
        if (surrogates && (name || token == JsonToken.VALUE_STRING) && !isWellFormed(parser.getText())) {
            throw new RefusedLineException("JSON with half of a surrogate pair");
        }
        if (token.isNumeric() && isTooLarge(parser)) {
            throw new RefusedLineException("JSON with a number that is too large");
        }
    }

    /** Whether a number is beyond a double; one without an exponent must be long for that. */
    private static boolean isTooLarge(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        boolean maybe = length > MAX_DIGITS;
        for (int i = 0; i < length && !maybe; i++) {
            maybe = (parser.getTextCharacters()[parser.getTextOffset() + i] | 0x20) == 'e';
        }
        return maybe && Double.isInfinite(parser.getDoubleValue());
    }

    /** Whether there may be an escape of a surrogate; of those as bytes there are none in valid UTF-8. */
    private static boolean hasSurrogates(byte[] b, int from, int to) {
        for (int i = Ascii.indexOf(b, from, to, '\\'); i >= 0; i = Ascii.indexOf(b, i + 1, to, '\\')) {
            if (i + 2 < to && b[i + 1] == 'u' && (b[i + 2] | 0x20) == 'd') {
                return true;
            }
        }
        return false;
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
