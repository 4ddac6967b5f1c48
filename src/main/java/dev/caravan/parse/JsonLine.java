package dev.caravan.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Passes lines that are one JSON object (RFC 8259) each, byte for byte. What is valid JSON in invalid UTF-8, or is nested
 * deeper than 1000 levels, is refused: readers would refuse it too.
 */
public final class JsonLine implements LineParser {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLine {
        byte[] b = line.bytes();
        int from = start(b, line.start(), line.end());
        if (from == line.end()) {
            return false;
        }
        check(b, from, line.end());
        record.verbatim(b, from, line.end());
        return true;
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
    static boolean looksLikeObject(byte[] b, int from, int to) {
        // A NUL in the second place would make the reader guess UTF-16.
        return to - from >= 2 && b[from] == '{' && b[from + 1] != 0;
    }

    /** Refuses what is not one JSON object in UTF-8, without anything around it but white space at its end. */
    public static void check(byte[] b, int from, int to) throws RefusedLine {
        if (!looksLikeObject(b, from, to)) {
            throw new RefusedLine("not a JSON object");
        }
        if (!Utf8.isValid(b, from, to)) {
            throw new RefusedLine("JSON that is not UTF-8");
        }
        try (JsonParser parser = JSON.createParser(b, from, to - from)) {
            parser.nextToken();
            // Each token is read to its end, for skipping alone would not look at it.
            for (int depth = 1; depth > 0;) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    throw new RefusedLine("JSON that ends too early");
                }
                parser.finishToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            if (parser.nextToken() != null) {
                throw new RefusedLine("something follows the JSON object");
            }
        } catch (IOException e) {
            throw new RefusedLine("not valid JSON");
        }
    }
}
