package dev.caravan.parse.web;

import static dev.caravan.parse.Parsing.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class NginxErrorTest {

    private static final String HEAD = "2026/11/25 02:25:37 [error] 9255#9256: *7 ";
    private static final String FAKE = ", client: 6.6.6.6, server: evil, request: \"GET / HTTP/1.1\", host: \"evil\"";
    private final NginxError parser = new NginxError(ZoneOffset.UTC);

    private JsonNode record(String line) {
        return Parsing.record(parser, line);
    }

    @Test
    void allPartsOfTheContextBecomeFields() {
        JsonNode record = record(HEAD + "connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.1,"
            + " server: example.org, request: \"GET /a HTTP/1.1\", subrequest: \"/auth\", upstream: \"http://127.0.0.1:9/a\","
            + " host: \"example.org\", referrer: \"https://example.org/\"");
        assertEquals("connect() failed (111: Connection refused) while connecting to upstream", get(record, "message"));
        assertEquals("192.0.2.1", get(record, "client"));
        assertEquals("example.org", get(record, "server"));
        assertEquals("GET /a HTTP/1.1", get(record, "request"));
        assertEquals("/auth", get(record, "subrequest"));
        assertEquals("http://127.0.0.1:9/a", get(record, "upstream"));
        assertEquals("example.org", get(record, "http_host"));
        assertEquals("https://example.org/", get(record, "referrer"));
        assertEquals(9255, record.get("pid").intValue());
        assertEquals(9256, record.get("tid").intValue());
        assertEquals(7, record.get("cid").intValue());
    }

    @Test
    void aMessageWithoutConnectionHasNoCidAndNoContext() {
        JsonNode record = record("2026/11/25 02:25:36 [notice] 1#1: signal 15 (SIGTERM) received from 9310, exiting");
        assertEquals("signal 15 (SIGTERM) received from 9310, exiting", get(record, "message"));
        assertFalse(record.has("cid") || record.has("client"));
    }

    @Test
    void theTimeIsThatOfTheZoneAlsoWhereTheClockWasPutForward() {
        NginxError berlin = new NginxError(ZoneId.of("Europe/Berlin"));
        String rest = " [notice] 1#1: exit";
        assertEquals("2026-07-01T12:00:00+02:00", get(Parsing.record(berlin, "2026/07/01 12:00:00" + rest), "time"));
        assertEquals("2026-03-29T02:30:00+01:00", get(Parsing.record(berlin, "2026/03/29 02:30:00" + rest), "time"));
    }

    @Test
    void aTimeThatTheClockShowedTwiceIsTheLaterOneThatIsNotAfterTheReading() {
        NginxError berlin = new NginxError(ZoneId.of("Europe/Berlin"));
        String line = "2026/10/25 02:30:00 [notice] 1#1: exit";
        assertEquals("2026-10-25T02:30:00+02:00", get(Parsing.record(berlin, line, Instant.parse("2026-10-25T00:30:01Z")), "time"));
        assertEquals("2026-10-25T02:30:00+01:00", get(Parsing.record(berlin, line, Instant.parse("2026-10-25T01:30:01Z")), "time"));
    }

    @Test
    void aContextForgedInThePathOfAFileIsNotTaken() {
        JsonNode record = record(HEAD + "open() \"/srv/www/x" + FAKE + "\" failed (2: No such file or directory), client: 192.0.2.1,"
            + " server: , request: \"GET /x%2C%20client HTTP/1.1\", host: \"h\"");
        assertEquals("absent", get(record, "client"));
        assertEquals("absent", get(record, "http_host"));
        assertEquals(true, get(record, "message").endsWith("host: \"h\""));
    }

    @Test
    void aForgedClientWithoutTheRestOfAContextStaysInTheMessage() {
        JsonNode record = record(HEAD + "open() \"/srv/www/, client: 6.6.6.6\" failed (2: No such file or directory), client: 192.0.2.1,"
            + " server: , request: \"GET / HTTP/1.1\", host: \"h\"");
        assertEquals("192.0.2.1", get(record, "client"));
        assertEquals("open() \"/srv/www/, client: 6.6.6.6\" failed (2: No such file or directory)", get(record, "message"));
    }

    @Test
    void aContextForgedInTheReferrerIsNotTaken() {
        JsonNode record = record(HEAD + "access forbidden by rule, client: 192.0.2.1, server: s,"
            + " request: \"GET / HTTP/1.1\", host: \"h\", referrer: \"x\"" + FAKE + "\"");
        assertEquals("192.0.2.1", get(record, "client"));
        assertEquals("s", get(record, "server"));
        // The quoted parts can be read in two ways, so none is given and the message keeps them.
        assertEquals("absent", get(record, "http_host"));
        assertEquals(true, get(record, "message").contains("referrer: \"x\", client: 6.6.6.6"));
    }

    @Test
    void aContextForgedInTheReferrerBehindAMessageWithQuotesIsNotTaken() {
        JsonNode record = record(HEAD + "open() \"/srv/x\" failed (2: No such file or directory), client: 192.0.2.1, server: s,"
            + " request: \"GET /x HTTP/1.1\", host: \"h\", referrer: \"y, client: 6.6.6.6, server: s, referrer: \"z\"");
        assertEquals("absent", get(record, "client"));
    }

    @Test
    void aForgedContextWithoutQuotesInTheReferrerIsPartOfTheReferrer() {
        JsonNode record = record(HEAD + "open() \"/srv/x\" failed (2: No such file or directory), client: 192.0.2.1, server: s,"
            + " request: \"GET /x HTTP/1.1\", host: \"h\", referrer: \"y, client: 6.6.6.6, server: s\"");
        assertEquals("192.0.2.1", get(record, "client"));
        assertEquals("y, client: 6.6.6.6, server: s", get(record, "referrer"));
    }

    @Test
    void quotesInsideARequestBelongToIt() {
        JsonNode record = record(HEAD + "open() \"/srv/x\" failed (2: No such file or directory), client: ::1, server: ,"
            + " request: \"GET /x?q=a\"b\" HTTP/1.1\", host: \"h\"");
        assertEquals("GET /x?q=a\"b\" HTTP/1.1", get(record, "request"));
        assertEquals("absent", get(record, "server"));
        assertEquals("h", get(record, "http_host"));
    }

    @Test
    void aLineThatNginxCutGivesWhatIsThere() {
        String line = HEAD + "client sent too long URI while reading client request line, client: 192.0.2.1, server: , request: \"GET /";
        JsonNode record = record(line + "b".repeat(2047 - line.length()));
        assertEquals("192.0.2.1", get(record, "client"));
        assertEquals("GET /" + "b".repeat(2047 - line.length()), get(record, "request"));
    }

    @Test
    void aForgedContextWhoseTrueOneWasCutOffIsNotTaken() {
        String line = HEAD + "open() \"/srv/www/x" + FAKE;
        JsonNode record = record(line.substring(0, line.length() - 1) + "x".repeat(2046 - line.length() + 1) + "\"");
        assertEquals("absent", get(record, "client"));
    }

    @Test
    void aContextInADebugMessageIsNotTaken() {
        JsonNode record = record("2026/11/25 02:25:37 [debug] 9255#9256: *7 http header: \"X: y" + FAKE + "\"");
        assertEquals("absent", get(record, "client"));
    }

    @Test
    void aClientOnAUnixSocketAndAServerAddressAreTaken() {
        JsonNode record = record(HEAD + "client prematurely closed connection, client: unix:, server: 0.0.0.0:80");
        assertEquals("unix:", get(record, "client"));
        assertEquals("0.0.0.0:80", get(record, "server"));
        assertEquals("client prematurely closed connection", get(record, "message"));
    }

    @Test
    void theLaterLinesOfALongMessageAreRefusedWithAReason() {
        assertEquals(true, Parsing.refused(parser, "PHP message: Stack trace:").contains("longer message"));
    }

    @Test
    void damagedLinesAreRefused() {
        for (String line : new String[] {"", "2026/11/25", "2026/11/25 02:25:37 [", "2026/11/25 02:25:37 [error]", "2026/11/25 02:25:37 [error] ",
            "2026/11/25 02:25:37 [error] 1", "2026/11/25 02:25:37 [error] 1#", "2026/11/25 02:25:37 [error] 1#1",
            "2026/11/25 02:25:37 [error] x#1: y",
            "2026/13/25 02:25:37 [error] 1#1: x", "2026/02/29 02:25:37 [error] 1#1: x", "2026/11/25 02:25:37 [fatal] 1#1: x"}) {
            Parsing.refused(parser, line);
        }
    }

    @Test
    void theContextOfAMailSessionIsTakenApart() {
        JsonNode record = record(HEAD + "client login failed: \"no\" while in http auth state, client: 192.0.2.1 using starttls,"
            + " server: 0.0.0.0:143, login: \"x\", upstream: 6.6.6.6:1\"");
        assertEquals("192.0.2.1", get(record, "client"));
        assertEquals("true", get(record, "starttls"));
        assertEquals("0.0.0.0:143", get(record, "server"));
        assertEquals("x\", upstream: 6.6.6.6:1", get(record, "login"));
        assertEquals("absent", get(record, "upstream"));
        assertEquals("auth_failed", get(record, "event"));
        record = record(HEAD + "client logged in, client: 2001:db8::7, server: [::]:993, login: \"alice\", upstream: 10.0.0.2:143");
        assertEquals("login", get(record, "event"));
        assertEquals("alice", get(record, "login"));
        assertEquals("10.0.0.2:143", get(record, "upstream"));
        assertEquals("client logged in", get(record, "message"));
    }

    @Test
    void theContextOfAStreamIsTakenApart() {
        JsonNode record = record(HEAD + "upstream timed out (110: Connection timed out) while proxying connection, udp client: 192.0.2.1,"
            + " server: 0.0.0.0:53, upstream: \"10.0.0.2:53\", bytes from/to client:44/0, bytes from/to upstream:0/43");
        assertEquals("udp", get(record, "transport"));
        assertEquals("192.0.2.1", get(record, "client"));
        assertEquals("0.0.0.0:53", get(record, "server"));
        assertEquals("10.0.0.2:53", get(record, "upstream"));
        assertEquals("44 0 0 43", get(record, "bytes_from_client") + " " + get(record, "bytes_to_client") + " "
            + get(record, "bytes_from_upstream") + " " + get(record, "bytes_to_upstream"));
        assertEquals("upstream_failed", get(record, "event"));
        record = record(HEAD + "client timed out (110: Connection timed out) while proxying connection, client: ::1, server: [::]:80,"
            + " bytes from/to client:0/0, bytes from/to upstream:0/0");
        assertEquals("[::]:80", get(record, "server"));
        assertEquals("client timed out (110: Connection timed out) while proxying connection", get(record, "message"));
    }

    @Test
    void aConnectionThatBeginsOrEndsNamesItsClient() {
        JsonNode record = record("2026/11/25 02:25:37 [info] 1#1: *1 udp client [2001:db8::7]:5353 connected to [::]:53");
        assertEquals("2001:db8::7 5353 udp [::]:53 client_connected", get(record, "client") + " " + get(record, "client_port") + " "
            + get(record, "transport") + " " + get(record, "server") + " " + get(record, "event"));
        assertEquals("192.0.2.1", get(record("2026/11/25 02:25:37 [info] 1#1: *1 client 192.0.2.1 closed keepalive connection"), "client"));
    }

    @Test
    void theKindOfAMessageIsAField() {
        String context = ", client: 192.0.2.1, server: s, request: \"GET / HTTP/1.1\", host: \"h\"";
        JsonNode record = record(HEAD + "limiting requests, excess: 20.912 by zone \"one\"" + context);
        assertEquals("request_limited one 20.912", get(record, "event") + " " + get(record, "zone") + " " + get(record, "excess"));
        assertEquals("request_delayed", get(record(HEAD + "delaying request, excess: 0.100, by zone \"one\"" + context), "event"));
        assertEquals("limit_dry_run", get(record(HEAD + "limiting requests, dry run, excess: 0.1 by zone \"one\"" + context), "event"));
        assertEquals("connection_limited", get(record(HEAD + "limiting connections by zone \"addr\"" + context), "event"));
        assertEquals("forbidden", get(record(HEAD + "access forbidden by rule" + context), "event"));
        assertEquals("forbidden", get(record(HEAD + "directory index of \"/srv/\" is forbidden" + context), "event"));
        assertEquals("not_found", get(record(HEAD + "open() \"/srv/x\" failed (2: No such file or directory)" + context), "event"));
        assertEquals("permission_denied", get(record(HEAD + "open() \"/srv/x\" failed (13: Permission denied)" + context), "event"));
        assertEquals("auth_missing", get(record(HEAD + "no user/password was provided for basic authentication" + context), "event"));
        assertEquals("body_too_large", get(record(HEAD + "client intended to send too large body: 9 bytes" + context), "event"));
        assertEquals("upstream_failed", get(record(HEAD + "connect() failed (111: Connection refused) while connecting to upstream"
            + context), "event"));
        assertEquals("script_error", get(record(HEAD + "FastCGI sent in stderr: \"x\" while reading response header from upstream"
            + context), "event"));
    }

    @Test
    void theUserOfBasicAuthenticationIsWhatStandsBeforeNginxsOwnWords() {
        String context = ", client: 192.0.2.1, server: s, request: \"GET / HTTP/1.1\", host: \"h\"";
        JsonNode record = record(HEAD + "user \"root\": password mismatch\" was not found in \"x\": password mismatch" + context);
        assertEquals("auth_failed", get(record, "event"));
        assertEquals("root\": password mismatch\" was not found in \"x", get(record, "user"));
        record = record(HEAD + "user \"a\" was not found in \"/f\" was not found in \"/etc/nginx/htpasswd\"" + context);
        assertEquals("a\" was not found in \"/f", get(record, "user"));
        record = record(HEAD + "user \"a" + FAKE + "\": password mismatch" + context);
        assertEquals("auth_failed absent absent", get(record, "event") + " " + get(record, "user") + " " + get(record, "client"));
    }

    @Test
    void whatModSecuritySaysIsTakenApart() {
        JsonNode record = record(HEAD + "ModSecurity: Access denied with code 403 (phase 2). Matched \"Operator `Ge'\" [file \"/etc/x.conf\"]"
            + " [line \"79\"] [id \"949110\"] [rev \"\"] [msg \"Anomaly\"] [data \"\"] [severity \"2\"] [hostname \"10.0.0.1\"] [uri \"/a\"]"
            + " [unique_id \"17\"] [ref \"\"], client: 192.0.2.1, server: s, request: \"GET /a HTTP/1.1\", host: \"h\"");
        assertEquals("modsecurity 949110 2 /a", get(record, "event") + " " + get(record, "rule_id") + " " + get(record, "severity") + " "
            + get(record, "uri"));
    }
}
