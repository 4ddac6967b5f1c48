package dev.caravan.parse.web;

import static dev.caravan.parse.Parsing.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import org.junit.jupiter.api.Test;

class ApacheAccessTest {

    private static final String TAIL = " [25/Nov/2026:02:25:37 +0000] \"GET / HTTP/1.1\" 200 6 \"-\" \"-\"";
    private final ApacheAccess parser = new ApacheAccess();

    private JsonNode record(String head) {
        return Parsing.record(parser, head + TAIL);
    }

    @Test
    void aVirtualHostBeforeTheAddressIsNotTheAddress() {
        for (String host : new String[] {"shop.example", "shop", "xn--bcher-kva.example"}) {
            JsonNode record = record(host + " 203.0.113.7 - -");
            assertEquals("203.0.113.7", get(record, "remoteAddr"));
            assertEquals(host, get(record, "virtualHost"));
            assertFalse(record.has("virtualPort"));
            assertEquals("2001:db8::7", get(record(host + " 2001:db8::7 - bob"), "remoteAddr"));
        }
        JsonNode record = record("shop.example:443 203.0.113.7 - -");
        assertEquals("shop.example", get(record, "virtualHost"));
        assertEquals(443, record.get("virtualPort").intValue());
    }

    @Test
    void aHostNameInTheAddressesPlaceStaysThere() {
        assertEquals("client.example", get(record("client.example - -"), "remoteAddr"));
        JsonNode ident = record("client.example 192.0.2.1 bob");
        assertEquals("client.example", get(ident, "remoteAddr"));
        assertEquals("192.0.2.1", get(ident, "remoteIdent"));
    }

    @Test
    void aListOfAddressesIsRefused() {
        for (String head : new String[] {"203.0.113.7, 10.0.0.1 - -", "203.0.113.7,10.0.0.1 - -",
            "shop.example:80 203.0.113.7, 10.0.0.1 - -", "unknown, 203.0.113.7 - -"}) {
            assertEquals("a list of addresses stands where the client's should: log %h, not a header",
                Parsing.refused(parser, head + TAIL), head);
        }
    }

    @Test
    void aHostThatTheClientNamesCannotBringAnAddress() {
        Parsing.refused(parser, "evil 6.6.6.6 - - 203.0.113.7 - -" + TAIL);
        Parsing.refused(parser, "evil 6.6.6.6 203.0.113.7 - -" + TAIL);
        assertEquals("203.0.113.7", get(record("203.0.113.7 - 6.6.6.6 7.7.7.7"), "remoteAddr"));
    }
}
