package dev.caravan.parse.web;

import static dev.caravan.parse.Parsing.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import dev.caravan.parse.core.LineParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats as people's configurations have them. */
class AccessLogTest {

    private static final String TIME = "[25/Nov/2026:02:25:37 +0000]";

    private static JsonNode record(String format, String line) {
        return Parsing.record(AccessFormat.parser("nginx", format, ""), line);
    }

    @Test
    void nginxFormatsAreReadWithTheirEscapes() {
        JsonNode record = record("log_format timed '$remote_addr - $remote_user [$time_local] '\n '\"$request\" $status '"
            + " '$body_bytes_sent rt=$request_time uct=\"$upstream_connect_time\"';",
            "203.0.113.7 - a b " + TIME + " \"GET /x\\x22?q HTTP/1.1\" 200 6 rt=0.005 uct=\"0.001, -\"");
        assertEquals("203.0.113.7", get(record, "remoteAddr"));
        assertEquals("a b", get(record, "remoteUser"));
        assertEquals("2026-11-25T02:25:37+00:00", get(record, "time"));
        assertEquals("/x\"", get(record, "path"));
        assertEquals(0.005, record.get("requestTime").doubleValue());
        assertEquals("0.001, -", get(record, "upstreamConnectTime"));
        assertEquals(200, record.get("status").intValue());
    }

    @Test
    void theFirstTimeIsTheTimeOfTheRecord() {
        assertEquals("2026-11-25T02:25:37+01:00", get(record("$time_iso8601|$remote_addr|$msec",
            "2026-11-25T02:25:37+01:00|::1|1795573537.123"), "time"));
        JsonNode record = record("$msec $remote_addr $host [$time_local]", "1795573537.123 ::1 shop.example " + TIME);
        assertEquals(1795573537.123, record.get("time").doubleValue());
        assertEquals("shop.example", get(record, "requestHost"));
        assertEquals("2026-11-25T02:25:37+00:00", get(record, "timeLocal"));
    }

    @Test
    void aClientThatWritesSeparatorsMovesNoValue() {
        LineParser parser = AccessFormat.parser("nginx", "escape=none $remote_addr \"$http_user_agent\" \"$http_x_token\" $status", "");
        assertEquals("a \"quoted\" b", get(Parsing.record(parser, "::1 \"a \"quoted\" b\" \"-\" 200"), "httpUserAgent"));
        assertTrue(Parsing.refused(parser, "::1 \"a\" \"b\" \"c\" 200").contains("two ways"));
        LineParser bare = AccessFormat.parser("nginx", "$remote_addr $http_user_agent $http_referer $status", "");
        assertTrue(Parsing.refused(bare, "::1 a b c 200").contains("two ways"));
        assertEquals("a", get(Parsing.record(bare, "::1 a b 200"), "httpUserAgent"));
        assertTrue(Parsing.refused(bare, "::1 " + "a ".repeat(50_000) + "200").contains("too many ways"));
    }

    @Test
    void apacheFormatsAreRead() {
        JsonNode record = record("LogFormat \"%v:%p %h %l %u %t \\\"%r\\\" %>s %O \\\"%{Referer}i\\\" \\\"%{X-Forwarded-For}i\\\" %D\" timed",
            "shop:443 203.0.113.7 - frank " + TIME + " \"GET /\\t HTTP/1.1\" 200 - \"-\" \"6.6.6.6\" 1500");
        assertEquals("shop", get(record, "virtualHost"));
        assertEquals(443, record.get("virtualPort").intValue());
        assertEquals("frank", get(record, "remoteUser"));
        assertEquals("GET /\t HTTP/1.1", get(record, "request"));
        assertEquals(1500, record.get("requestMicroseconds").intValue());
        assertFalse(record.has("bytesSent"));
        assertEquals("6.6.6.6", get(record, "httpXForwardedFor"));
        assertEquals(0, record("common", "::1 - - " + TIME + " \"GET / HTTP/1.1\" 304 -").get("bodyBytesSent").intValue());
        assertEquals("203.0.113.7", get(record("%a %m %U%% %>s", "203.0.113.7 GET /x% 200"), "remoteAddr"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"$remote_addr$status; nothing stands between", "$status $status; there twice",
        "plain text; no variable", "escape=xml $status; escape=xml is not known", "'$status; single quote is missing",
        "%h %ZZ; is not known"})
    void whatCannotBeReadBackIsRefusedWithTheReason(String format, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> AccessFormat.parser("nginx", format, "")).getMessage();
        assertTrue(message.startsWith("logFormat is \"" + format + "\": ") && message.contains(why), message);
    }

    @Test
    void formatsOfJsonPassAsTheServerWritesThem() {
        assertEquals("/x", get(record("escape=json '{\"uri\":\"$uri\"}'", "{\"uri\":\"/x\"}"), "uri"));
        assertEquals("/x", get(record("{\"u\":\"$uri\",\"s\":$status}", "{\"u\":\"/x\",\"s\":200}"), "uri"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "203.0.113.7; -; 203.0.113.7", "203.0.113.7; 6.6.6.6; 203.0.113.7", "10.0.0.1; 203.0.113.7; 203.0.113.7",
        "10.0.0.1; 6.6.6.6, 203.0.113.7; 203.0.113.7", "10.0.0.1; 6.6.6.6, 203.0.113.7, 10.9.9.9; 203.0.113.7",
        "10.0.0.1; 203.0.113.7, evil; absent", "10.0.0.1; -; 10.0.0.1", "10.0.0.1; 10.0.0.2; 10.0.0.2",
        "2001:db8::1; 2001:db8:1::7; 2001:db8:1::7", "unix:; 6.6.6.6; absent"})
    void theClientBehindTrustedProxiesIsFound(String peer, String forwarded, String client) {
        LineParser parser = AccessFormat.parser("nginx", "main", "10.0.0.0/8, 2001:db8::/48");
        assertEquals(client, get(Parsing.record(parser, peer + " - - " + TIME + " \"GET / HTTP/1.1\" 200 6 \"-\" \"-\" \"" + forwarded
            + "\""), "client_ip"));
    }

    @Test
    void trustedProxiesThatCannotBeAreRefused() {
        for (String[] wrong : new String[][] {{"main", "10.0.0.0/33"}, {"main", "proxy.example"}, {"combined", "10.0.0.1"},
            {"escape=json {\"a\":\"$uri\"}", "10.0.0.1"}}) {
            assertThrows(IllegalArgumentException.class, () -> AccessFormat.parser("nginx", wrong[0], wrong[1]), wrong[1]);
        }
    }

    @Test
    void oddNumbersAreValidJson() {
        assertEquals("7", record("$status $request_time", "007 0012.5").get("status").asText());
        assertEquals("12.5", record("$status $request_time", "007 0012.5").get("requestTime").asText());
        assertFalse(record("$status $request_time", "- -").has("status"));
        Parsing.refused(AccessFormat.parser("nginx", "$status $request_time", ""), "2x0 1.");
    }
}
