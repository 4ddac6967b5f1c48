package dev.caravan.parse.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.core.JsonLine;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.testing.LogCapture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The format of access logs, and what is said of lines that have another one. */
class AccessFormatTest {

    private static final String COMBINED = "203.0.113.9 - - [28/Nov/2026:03:20:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl/8\"";
    private static final String COMMON = "203.0.113.9 - - [28/Nov/2026:03:20:00 +0000] \"GET / HTTP/1.1\" 200 5";

    private static Block read(AccessFormat format, String lines) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            return (Block) format.unmarshal(exchange, TestBlock.of(lines));
        }
    }

    @Test
    void rawLinesStayAsTheyAreAndJsonIsRecords() throws Exception {
        AccessFormat raw = new AccessFormat();
        raw.setFormat("raw");
        assertEquals(COMBINED + "\nother\n", read(raw, COMBINED + "\nother\n").toString());
        AccessFormat json = new AccessFormat();
        json.setFormat("json");
        assertTrue(read(json, COMBINED + "\n").toString().startsWith("{\"remoteAddr\":\"203.0.113.9\""));
        AccessFormat apache = new AccessFormat();
        apache.setServer("apache");
        assertTrue(read(apache, COMMON + "\n").toString().contains("\"bodyBytesSent\":5"));
        assertEquals(1, read(json, COMMON + "\n").unparsedLines());
        assertThrows(UnsupportedOperationException.class, () -> json.marshal(null, "", null));
    }

    @Test
    void aSettingThatCannotBeIsNamed() {
        AccessFormat format = new AccessFormat();
        assertEquals("server is \"iis\": it must be nginx or apache",
            assertThrows(IllegalArgumentException.class, () -> format.setServer("iis")).getMessage());
        assertEquals("format is \"xml\": it must be raw or json",
            assertThrows(IllegalArgumentException.class, () -> format.setFormat("xml")).getMessage());
        format.setLogFormat(" $remote_addr$status ");
        assertTrue(assertThrows(IllegalArgumentException.class, format::doInit).getMessage().startsWith("logFormat is \"$remote_addr$status\": "));
    }

    @Test
    void theParserFollowsFromServerAndFormat() {
        assertInstanceOf(NginxAccess.class, AccessFormat.parser("nginx", "", ""));
        assertInstanceOf(ApacheAccess.class, AccessFormat.parser("apache", "", ""));
        assertInstanceOf(AccessLog.class, AccessFormat.parser("nginx", "$remote_addr \"$http_x_forwarded_for\" [$time_local]", "10.0.0.0/8"));
        assertInstanceOf(AccessLog.class, AccessFormat.parser("nginx", "$remote_addr [$time_local] $status", ""));
        String json = "escape=json '{\"time\":\"$time_iso8601\",\"ip\":\"$remote_addr\"}'";
        assertInstanceOf(JsonLine.class, AccessFormat.parser("nginx", json, ""));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> AccessFormat.parser("nginx", json, "10.0.0.0/8")).getMessage()
            .contains("trustedProxies goes with a logFormat that is not JSON"));
    }

    @Test
    void theFirstLineOfABlockTellsWhetherRawLinesAreCombined() {
        NginxAccess parser = new NginxAccess();
        assertNull(RawCombined.problem(TestBlock.of(COMBINED + "\nother\n"), parser));
        assertNull(RawCombined.problem(TestBlock.of(COMBINED + "\r\n"), parser));
        assertNull(RawCombined.problem(TestBlock.of(COMBINED), parser));
        assertNull(RawCombined.problem(TestBlock.of("\nother\n"), parser));
        assertEquals("there are more columns", RawCombined.problem(TestBlock.of(COMBINED + " \"-\"\n"), parser));
        assertEquals("not the combined format: it begins otherwise", RawCombined.problem(TestBlock.of("other\n" + COMBINED + "\n"), parser));
    }

    @Test
    void theFormatOfAFileIsGuessedFromItsLines() {
        FormatGuess guess = new FormatGuess();
        assertEquals(List.of(), guess.candidates());
        List<String> lines = List.of(COMBINED, COMBINED, COMBINED + " \"-\"", COMMON, "shop:443 " + COMMON, "{\"a\":1}", "other", COMBINED);
        lines.forEach(line -> guess.add(line.getBytes(StandardCharsets.UTF_8), TestBlock.of("").origin()));
        assertEquals(lines.size(), guess.lines());
        assertEquals(List.of("Apache's common, combined or vhost_combined 5", "combined 3", "combined with further columns (nginx's main) 1",
            "JSON, one object a line 1"), guess.candidates().stream().map(c -> c.name() + " " + c.lines()).toList());
        assertTrue(guess.candidates().get(1).what().startsWith("nothing: "));
    }

    @Test
    void rawLinesThatAreNotCombinedAreToldOnce() throws Exception {
        AccessFormat raw = new AccessFormat();
        raw.setFormat("raw");
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 3; i++) {
                assertEquals("other\n", read(raw, "other\n").toString());
            }
            assertEquals(2, log.text().split("are not in the format combined", -1).length, log.text());
        }
        AccessFormat other = new AccessFormat();
        other.setFormat("raw");
        other.setLogFormat("$remote_addr [$time_local]");
        try (LogCapture log = new LogCapture()) {
            read(other, "other\n");
            // The user knows that it is another format.
            assertFalse(log.text().contains("are not in the format combined"), log.text());
        }
    }
}
