package dev.caravan.parse.web;

import static dev.caravan.parse.Parsing.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import org.junit.jupiter.api.Test;

class NginxAccessTest {

    private static final String HEAD = "192.0.2.1 - - [25/Nov/2026:02:25:37 +0000] ";
    private final NginxAccess parser = new NginxAccess();

    private JsonNode record(String line) {
        return Parsing.record(parser, line);
    }

    private String refused(String line) {
        return Parsing.refused(parser, line);
    }

    @Test
    void theTimeKeepsTheOffsetOfTheLine() {
        assertEquals("2026-02-28T23:59:59-03:30", get(record(
            "2001:db8::1 - - [28/Feb/2026:23:59:59 -0330] \"GET / HTTP/1.1\" 200 6 \"-\" \"-\""), "time"));
    }

    @Test
    void eachLineHasItsOwnTimeWhateverTheOneBeforeItHad() {
        String[] times = {"25/Nov/2026:02:25:37 +0000", "25/Nov/2026:02:25:37 +0000", "25/Nov/2026:02:25:38 +0000",
            "25/Nov/2026:02:25:38 +0100"};
        String[] expected = {"2026-11-25T02:25:37+00:00", "2026-11-25T02:25:37+00:00", "2026-11-25T02:25:38+00:00",
            "2026-11-25T02:25:38+01:00"};
        for (int i = 0; i < times.length; i++) {
            assertEquals(expected[i], get(record("192.0.2.1 - - [" + times[i] + "] \"GET / HTTP/1.1\" 200 6 \"-\" \"-\""),
                "time"));
        }
        for (int i = 0; i < 2; i++) {
            refused("192.0.2.1 - - [30/Feb/2026:02:25:38 +0000] \"GET / HTTP/1.1\" 200 6 \"-\" \"-\"");
        }
    }

    @Test
    void aQuoteAfterAnEscapedBackslashEndsTheValue() {
        JsonNode record = record(HEAD + "\"GET / HTTP/1.1\" 200 6 \"a\\\\\" \"b\\\\\\\"c\\\\\"");
        assertEquals("a\\", get(record, "httpReferer"));
        assertEquals("b\\\"c\\", get(record, "httpUserAgent"));
        assertEquals("\"\"", get(record(HEAD + "\"GET / HTTP/1.1\" 200 6 \"-\" \"\\\"\\\"\""), "httpUserAgent"));
    }

    @Test
    void aValueMayBeLongerThanTheBufferAtFirst() {
        String agent = "x".repeat(100_000);
        assertEquals(agent, get(record(HEAD + "\"GET / HTTP/1.1\" 200 6 \"-\" \"" + agent + "\""), "httpUserAgent"));
    }

    @Test
    void statusAndSizeAreNumbers() {
        JsonNode record = record(HEAD + "\"GET / HTTP/2.0\" 206 5000000000 \"-\" \"-\"");
        assertTrue(record.get("status").isInt());
        assertEquals(5_000_000_000L, record.get("bodyBytesSent").longValue());
    }

    @Test
    void aDashIsAbsentAndAnEmptyValueIsEmpty() {
        JsonNode record = record(HEAD + "\"\" 400 0 \"\" \"-\"");
        assertEquals("", get(record, "request"));
        assertEquals("", get(record, "httpReferer"));
        assertFalse(record.has("httpUserAgent"));
        assertFalse(record.has("remoteUser"));
        assertFalse(record.has("method"));
    }

    @Test
    void aUserNameThatImitatesTheRestOfTheLineStaysAUserName() {
        String user = "x [01/Jan/2020:00:00:00 +0000] \\x22GET /fake HTTP/1.1\\x22 200 1 ";
        JsonNode record = record("192.0.2.1 - " + user + " [25/Nov/2026:02:25:37 +0000] \"GET / HTTP/1.1\" 401 0 \"-\" \"-\"");
        assertEquals("x [01/Jan/2020:00:00:00 +0000] \"GET /fake HTTP/1.1\" 200 1 ", get(record, "remoteUser"));
        assertEquals("2026-11-25T02:25:37+00:00", get(record, "time"));
        assertEquals(401, record.get("status").intValue());
    }

    @Test
    void escapesBecomeBytesAndBytesBecomeValidUtf8() {
        JsonNode record = record(HEAD + "\"GET /\\xE2\\x98\\x83\\xFF\\x22\\x5Cx41 HTTP/1.1\" 200 6 \"\\xc3\\xbc\" \"a\\\\b\\\"c\\q\\x4\"");
        assertEquals("/\u2603\ufffd\"\\x41", get(record, "path"));
        assertEquals("\u00fc", get(record, "httpReferer"));
        assertEquals("a\\b\"c\\q\\x4", get(record, "httpUserAgent"));
    }

    @Test
    void aRequestWithoutProtocolHasMethodAndPath() {
        JsonNode record = record(HEAD + "\"GET /old\" 200 6 \"-\" \"-\"");
        assertEquals("GET", get(record, "method"));
        assertEquals("/old", get(record, "path"));
        assertEquals("absent", get(record, "protocol"));
    }

    @Test
    void spacesInThePathOfOldVersionsBelongToThePath() {
        JsonNode record = record(HEAD + "\"GET /a HTTP/1.0 b HTTP/1.1\" 200 6 \"-\" \"-\"");
        assertEquals("/a HTTP/1.0 b", get(record, "path"));
        assertEquals("HTTP/1.1", get(record, "protocol"));
    }

    @Test
    void whatIsNoHttpIsARequestWithoutParts() {
        for (String request : new String[] {"\\x16\\x03\\x01 / HTTP/1.1", "SSH-2.0-Go", "GET", "GET ", "get / HTTP/1.1",
            "GET x y", "GET /x HTTP/", " / HTTP/1.1", "GET  HTTP/1.1"}) {
            JsonNode record = record(HEAD + "\"" + request + "\" 400 0 \"-\" \"-\"");
            assertTrue(record.has("request"), request);
            assertFalse(record.has("method") || record.has("path") || record.has("protocol"), request);
        }
    }

    @Test
    void aClientOnAUnixSocketHasNoAddressButIsARecord() {
        assertEquals("unix:", get(record("unix:" + HEAD.substring(9) + "\"GET / HTTP/1.1\" 200 6 \"-\" \"-\""), "remoteAddr"));
    }

    @Test
    void furtherColumnsAreAList() {
        JsonNode main = record(HEAD + "\"GET / HTTP/1.1\" 200 6 \"-\" \"curl\" \"203.0.113.9, 10.0.0.1\"");
        assertEquals("[\"203.0.113.9, 10.0.0.1\"]", main.get("extra").toString());
        JsonNode more = record(HEAD + "\"GET / HTTP/1.1\" 200 6 \"-\" \"curl\" \"-\" rt=0.005 \"a \\x22b\\x22\" -");
        assertEquals("[\"-\",\"rt=0.005\",\"a \\\"b\\\"\",\"-\"]", more.get("extra").toString());
        assertFalse(record(HEAD + "\"GET / HTTP/1.1\" 200 6 \"-\" \"curl \\x22 6.6.6.6\"").has("extra"));
        assertFalse(record(HEAD + "\"GET / HTTP/1.1\" 200 6 \"-\" \"curl\" ").has("extra"));
        for (String end : new String[] {"x", "\"", " \"x", " \"x\"y"}) {
            refused(HEAD + "\"GET / HTTP/1.1\" 200 6 \"-\" \"curl\"" + end);
        }
    }

    @Test
    void pathAndQueryAreApart() {
        JsonNode record = record(HEAD + "\"GET /a?b=1?c HTTP/2.0\" 200 6 \"-\" \"-\"");
        assertEquals("/a", get(record, "path"));
        assertEquals("b=1?c", get(record, "query"));
        assertEquals("2.0", get(record, "httpVersion"));
        assertEquals("", get(record(HEAD + "\"GET /a? HTTP/1.1\" 200 6 \"-\" \"-\""), "query"));
    }

    @Test
    void aJsonLogPassesAndAQuoteInARequestDoesNotMoveItAway() {
        String line = "{\"uri\":\"/x\\x22y\\x5C\",\"agent\":\"\\xE2\\x98\\x83 \\xFF \\xE2\\x80\\xA8\",\"ok\":\"C:\\\\x41\"}";
        JsonNode record = record(line);
        assertEquals("/x\"y\\", get(record, "uri"));
        assertEquals("☃ \ufffd \u2028", get(record, "agent"));
        assertEquals("C:\\x41", get(record, "ok"));
        refused("{\"uri\":\"/x\\x2\"}");
        refused("{\"uri\":\"/x\\x22y\"");
    }

    @Test
    void otherFormatsAndDamagedLinesAreRefused() {
        for (String line : new String[] {"", "-", "\"", "GET / HTTP/1.1", HEAD, HEAD + "\"GET / HTTP/1.1", HEAD + "\"GET / HTTP/1.1\"",
            HEAD + "\"GET /\" 200", HEAD + "\"GET /\" 200 6", HEAD + "\"GET /\" - 6 \"-\" \"-\"", HEAD + "\"GET /\" 200 - \"-\" \"-\"",
            HEAD + "\"GET /\" 200 6 \"-\"", HEAD + "\"GET /\" 200 6 \"-\" \"cut", HEAD + "\"GET /\" 200 6 \"-\" \"cut\\",
            HEAD + "\"GET /\"x\" 200 6 \"-\" \"-\"", HEAD + "\"GET /\" 200 6 \"a\"b\" \"-\"",
            "192.0.2.1 - - [25/Nov/2026:24:25:37 +0000] \"GET /\" 200 6 \"-\" \"-\"",
            "192.0.2.1 - - [31/Nov/2026:02:25:37 +0000] \"GET /\" 200 6 \"-\" \"-\"",
            "192.0.2.1 - - [25/NOV/2026:02:25:37 +0000] \"GET /\" 200 6 \"-\" \"-\"",
            "192.0.2.1 x - [25/Nov/2026:02:25:37 +0000] \"GET /\" 200 6 \"-\" \"-\"",
            "192.0.2.1 - -[25/Nov/2026:02:25:37 +0000] \"GET /\" 200 6 \"-\" \"-\""}) {
            refused(line);
        }
    }
}
