package dev.caravan.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.pipeline.BlockSource;
import dev.caravan.schema.JsonText;
import dev.caravan.schema.SchemaValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Runs a parser on one line, and insists that what it writes is one line of valid JSON in valid UTF-8. */
public final class Parsing {

    public static final Instant READ = Instant.parse("2026-11-25T10:00:00.123456Z");

    private static final ObjectMapper JSON = new ObjectMapper()
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Parsing() {
    }

    public static BlockSource origin(Instant read) {
        return new BlockSource("test", "/var/log/test", 0, read, "web1", false);
    }

    /** The record of a line; fails when it is refused or no record. */
    public static JsonNode record(LineParser parser, String line) {
        return record(parser, line, READ);
    }

    public static JsonNode record(LineParser parser, String line, Instant read) {
        return record(parser, line.getBytes(StandardCharsets.UTF_8), read);
    }

    public static JsonNode record(LineParser parser, byte[] line, Instant read) {
        try {
            JsonNode record = parse(parser, line, read);
            assertTrue(record != null, "the line is no record");
            return record;
        } catch (RefusedLineException e) {
            throw new AssertionError("refused: " + e.getMessage(), e);
        }
    }

    /** Why a line is refused; fails when it is not. */
    public static String refused(LineParser parser, String line) {
        return assertThrows(RefusedLineException.class,
            () -> parse(parser, line.getBytes(StandardCharsets.UTF_8), READ)).getMessage();
    }

    /** Fails when the line is a record or refused. */
    public static void assertNoRecord(LineParser parser, String line) {
        try {
            assertEquals(null, parse(parser, line.getBytes(StandardCharsets.UTF_8), READ));
        } catch (RefusedLineException e) {
            throw new AssertionError("refused: " + e.getMessage(), e);
        }
    }

    /** The record, or null when the line is none. The line lies in the middle of other bytes, as in a block. */
    static JsonNode parse(LineParser parser, byte[] text, Instant read) throws RefusedLineException {
        return parse(parser, text, read, null);
    }

    /** @param state what the parser remembers of the lines before */
    static JsonNode parse(LineParser parser, byte[] text, Instant read, String state) throws RefusedLineException {
        byte[] block = new byte[text.length + 14];
        Arrays.fill(block, (byte) '"');
        System.arraycopy(text, 0, block, 7, text.length);
        Line line = new Line().set(block, 7, 7 + text.length);
        line.begin(origin(read), state);
        RecordWriter out = new RecordWriter();
        out.declare(parser.records());
        out.begin();
        if (!parser.parse(line, out)) {
            out.discard();
            return null;
        }
        out.end();
        JsonNode record = json(Arrays.copyOf(out.bytes(), out.size()));
        // A line of JSON passes with the fields that its writer gave it.
        if (parser.records().schema() != null && !new String(text, StandardCharsets.UTF_8).stripLeading().startsWith("{")) {
            List<SchemaValidator.Problem> problems = new SchemaValidator(parser.records().schema()).check(JsonText.object(record.toString()))
                .problems();
            assertEquals(List.of(), problems, record.toString());
        }
        return record;
    }

    public static JsonNode json(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            assertTrue(text.endsWith("\n"), text);
            assertFalse(text.substring(0, text.length() - 1).contains("\n"), text);
            JsonNode json = JSON.readTree(text);
            assertTrue(json.isObject(), text);
            json.forEach(value -> assertFalse(value.isNull(), text));
            return json;
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field as text; "absent" for none. */
    public static String get(JsonNode record, String name) {
        return record.path(name).asText("absent");
    }
}
