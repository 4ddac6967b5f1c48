package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.parse.Parsing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines with what is wanted of them, and lines with an address that a client has put there. */
class AuthCasesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NOT_NAMED = Set.of("any", "any failure", "optional");

    private final Syslog parser = new Syslog(ZoneOffset.UTC);

    static List<JsonNode> events() throws IOException {
        return read("auth-events.jsonl");
    }

    static List<JsonNode> forged() throws IOException {
        return read("auth-forged.jsonl");
    }

    private static List<JsonNode> read(String name) throws IOException {
        try (InputStream in = AuthCasesTest.class.getResourceAsStream("/cases/" + name)) {
            return JSON.readerFor(JsonNode.class).<JsonNode>readValues(in).readAll();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void aMessageGivesItsEventAndFields(JsonNode wanted) {
        String line = wanted.get("line").textValue();
        JsonNode record = Parsing.record(parser, line);
        for (Map.Entry<String, JsonNode> field : wanted.get("want").properties()) {
            if (!field.getKey().equals("event") || !NOT_NAMED.contains(field.getValue().textValue())) {
                assertEquals(field.getValue(), record.get(field.getKey()), field.getKey() + " of " + line);
            }
        }
        String event = wanted.path("want").path("event").asText("optional");
        assertTrue(event.equals("optional") || record.has("event"), "no event: " + line);
        assertTrue(!event.equals("any failure") || record.path("outcome").asText().equals("failure"), "no failure: " + record);
        // Who acts, where it is not said that somebody does.
        if (!wanted.get("want").has("user") && wanted.get("want").has("target_user")) {
            assertEquals(null, record.get("user"), line);
        }
    }

    @ParameterizedTest
    @MethodSource("forged")
    void anAddressThatAClientWroteIsNotTheSource(JsonNode forged) {
        String line = forged.get("line").textValue();
        JsonNode record = Parsing.record(parser, line);
        assertNotEquals(forged.get("never").textValue(), record.path("src_ip").asText(), line);
        assertTrue(record.has("event"), line);
    }

    @Test
    void theCasesAreThere() throws IOException {
        assertEquals(145, events().size());
        assertEquals(2, forged().size());
    }

    /** A line of sshd with this message. */
    static byte[] sshd(String message) {
        return ("2026-11-25T02:24:49+00:00 web1 sshd[1]: " + message).getBytes(StandardCharsets.UTF_8);
    }
}
