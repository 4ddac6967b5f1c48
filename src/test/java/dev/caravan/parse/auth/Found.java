package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a message adds to the fields that each line of syslog has. */
final class Found {

    static final String KEY = "SHA256:OG6LFCaY3Md5Mh0UZlUIHh/8pzYwGg70DSpTbW3f2ac";
    static final Syslog PARSER = new Syslog(ZoneOffset.UTC);
    private static final List<String> SYSLOG_FIELDS = List.of("time", "host", "ident", "pid", "message");

    private Found() {
    }

    /** The fields that were added, as {@code name=value, name=value} in the order of names. */
    static String in(String ident, String message) {
        JsonNode record = Parsing.record(PARSER, "2026-11-25T02:24:49Z web1 " + ident + ": " + message);
        assertEquals(message.stripLeading(), Parsing.get(record, "message"));
        Map<String, String> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            if (!SYSLOG_FIELDS.contains(field.getKey())) {
                fields.put(field.getKey(), field.getValue().asText());
            }
        }
        return String.join(", ", fields.entrySet().stream().map(Map.Entry::toString).toList());
    }

    static void check(String expected, String ident, String message) {
        assertEquals(expected, in(ident, message));
    }
}
