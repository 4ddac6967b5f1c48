package dev.caravan.parse.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Parsing;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes as a record, and what readers would read in different ways. */
class JsonLineTest {

    private final JsonLine parser = new JsonLine();

    private String passed(String line) throws RefusedLineException {
        RecordWriter out = new RecordWriter();
        out.begin();
        parser.parse(Line.of(line, Parsing.origin(Parsing.READ)), out);
        out.end();
        return new String(out.bytes(), 0, out.size() - 1, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"x\":{\"a\":1,\"b\":2,\"a\":3}}",
        "{\"x\":[{\"a\":1,\"a\":1}]}"})
    void aNameThatOccursTwiceIsRefused(String line) {
        assertEquals("JSON in which a name occurs twice in an object", Parsing.refused(parser, line));
    }

    @Test
    void aNameThatOccursTwiceIsFoundAmongMany() throws RefusedLineException {
        String ok = wide(300, "");
        assertEquals(ok, passed(ok));
        assertEquals("JSON in which a name occurs twice in an object", Parsing.refused(parser, wide(300, ",\"n7\":0")));
        assertEquals("JSON in which a name occurs twice in an object", Parsing.refused(parser, wide(300, ",\"n299\":0")));
    }

    /** An object of so many objects, each as wide. */
    private static String wide(int width, String more) {
        StringBuilder inner = new StringBuilder("{");
        for (int i = 0; i < width; i++) {
            inner.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":0");
        }
        String whole = inner + "}";
        StringBuilder outer = new StringBuilder("{");
        for (int i = 0; i < width; i++) {
            outer.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":").append(i == width - 1 ? inner + more + "}" : whole);
        }
        return outer + "}";
    }

    @Test
    void theSameNameInTwoObjectsPasses() throws RefusedLineException {
        String line = "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]}";
        assertEquals(line, passed(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"\\ud800\"}", "{\"a\":\"\\uD83Dx\"}", "{\"a\":\"\\udc00\\ud800\"}", "{\"\\ud800\":1}",
        "{\"a\":[{\"b\":\"x\\udfff\"}]}"})
    void halfOfASurrogatePairIsRefused(String line) {
        assertEquals("JSON with half of a surrogate pair", Parsing.refused(parser, line));
    }

    @Test
    void aWholePairAndABackslashBeforeAUPass() throws RefusedLineException {
        for (String line : new String[] {"{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"C:\\\\ud800\"}", "{\"a\":\"😀\"}"}) {
            assertEquals(line, passed(line));
        }
    }

    @Test
    void aNumberThatIsTooLargeIsRefused() throws RefusedLineException {
        for (String number : new String[] {"1e999", "-1E+309", "9".repeat(310), "1" + "0".repeat(309) + ".5"}) {
            assertEquals("JSON with a number that is too large", Parsing.refused(parser, "{\"a\":[" + number + "]}"), number);
        }
        for (String number : new String[] {"1e308", "1e-999", "-9223372036854775809", "9".repeat(300), "1681603203.500000"}) {
            assertEquals("{\"a\":" + number + "}", passed("{\"a\":" + number + "}"));
        }
    }

    @Test
    void theLineEndsOfUnicodeAreEscapedInWhatPasses() throws RefusedLineException {
        assertEquals("{\"agent\":\"x\\u2028{\\\"user\\\":\\\"root\\\"}\\u2029\\u0085é…\"}",
            passed("{\"agent\":\"x\u2028{\\\"user\\\":\\\"root\\\"}\u2029\u0085é…\"}"));
        assertEquals("{\"na\\u2028me\":1}", passed("{\"na\u2028me\":1}"));
    }

    @Test
    void theLineEndsOfUnicodeAreEscapedInWhatIsMade() {
        RecordWriter out = new RecordWriter();
        out.begin();
        out.text(RecordWriter.name("na\u0085me"), "\u2028");
        byte[] raw = "a\u2029b\u0085\u2028\u2028\u00c2\u2027\u202a".getBytes(StandardCharsets.UTF_8);
        out.text(RecordWriter.name("raw"), raw, 0, raw.length);
        byte[] invalid = {(byte) 0xe2, (byte) 0x80, (byte) 0xa8, (byte) 0xff, (byte) 0xe2, (byte) 0x80};
        out.text(RecordWriter.name("invalid"), invalid, 0, invalid.length);
        out.end();
        assertEquals("{\"na\\u0085me\":\"\\u2028\",\"raw\":\"a\\u2029b\\u0085\\u2028\\u2028\u00c2\u2027\u202a\","
            + "\"invalid\":\"\\u2028\ufffd\ufffd\"}\n", new String(out.bytes(), 0, out.size(), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsRefusedHasThemEscapedToo() {
        UnparsedWriter out = new UnparsedWriter();
        byte[] line = "no JSON \u2028\u2029\u0085 here".getBytes(StandardCharsets.UTF_8);
        out.add(Parsing.origin(Parsing.READ), 0, line, 0, line.length, "not a JSON object");
        String unparsed = new String(out.bytes(), StandardCharsets.UTF_8);
        assertEquals(1, unparsed.lines().count());
        assertEquals(-1, unparsed.indexOf('\u2028'));
        assertTrue(unparsed.contains("no JSON \\u2028\\u2029\\u0085 here"), unparsed);
    }
}
