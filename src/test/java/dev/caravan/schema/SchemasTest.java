package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Schemas;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemasTest {

    static List<String> names() {
        return Schemas.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aShippedSchemaHasANameADescriptionAndOneEventTime(String name) {
        Schema schema = Schemas.load(name);
        assertEquals(schema.name(), SchemaName.of(schema.name()));
        assertTrue(schema.name().startsWith("Custom."), "Panther wants this for schemas of users");
        assertNotNull(schema.description());
        assertFalse(schema.description().contains("\n"));
        assertEquals(List.of(name.equals("caddy") ? "ts" : "time"), schema.fields().stream().filter(field -> field.value().eventTime()).map(
            Field::name).toList());
    }

    @ParameterizedTest
    @MethodSource("names")
    void theFieldsOfAShippedSchemaAreUniqueDescribedAndOfKnownIndicators(String name) {
        Set<String> seen = new HashSet<>();
        for (Field field : Schemas.load(name).fields()) {
            assertTrue(seen.add(field.name()), field.name());
            assertNotNull(field.description(), field.name());
            assertTrue(Indicators.KNOWN.containsAll(field.value().indicators()), field.name());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aShippedSchemaIsReadAsItIsPrinted(String name) {
        assertEquals(Schemas.load(name), SchemaReader.read(name, Schemas.text(name)));
    }

    @Test
    void theFieldsOfTheArticleKeepNameTypeAndRequired() {
        // Panther lets nobody rename, delete or retype a field of a schema that is in use.
        Schema netstat = Schemas.load("netstat");
        for (String name : List.of("foreign_address", "local_address", "name", "process", "protocol", "recv", "send", "state")) {
            assertEquals(ValueType.STRING, netstat.field(name).value().type(), name);
            assertTrue(netstat.field(name).required(), name);
        }
        assertEquals(8, netstat.fields().stream().filter(Field::required).count(), "what is new must be optional");
        Schema auth = Schemas.load("auth");
        for (String name : List.of("host", "ident", "message")) {
            assertEquals(ValueType.STRING, auth.field(name).value().type(), name);
            assertTrue(auth.field(name).required(), name);
        }
        assertEquals(3, auth.fields().stream().filter(Field::required).count(), "sudo and the kernel write no pid");
        assertEquals(ValueType.BIGINT, auth.field("pid").value().type());
    }

    @Test
    void addressesAndNamesAreIndicators() {
        assertEquals(List.of("ip"), Schemas.load("auth").field("src_ip").value().indicators());
        assertEquals(List.of("username"), Schemas.load("auth").field("user").value().indicators());
        assertEquals(List.of("ip"), Schemas.load("netstat").field("local_ip").value().indicators());
        assertEquals(List.of("ip"), Schemas.load("nginx-json").field("remoteAddr").value().indicators());
        assertEquals(List.of("ip"), Schemas.load("nginx-error-json").field("client").value().indicators());
        assertEquals(List.of(), Schemas.load("netstat").field("local_address").value().indicators(),
            ":::22 would give Panther a domain that does not exist");
    }

    @Test
    void anUnknownNameIsAnErrorWithTheNames() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Schemas.text("../secret"));
        assertEquals(
            "no schema '../secret'; there are apache-error-json, apache-json, auditd, auditd-events, auth, caddy, fail2ban, kernel-modules, netstat, "
                + "nginx-error-json, nginx-json, traefik, unparsed, users", e.getMessage());
    }

    @Test
    void descriptionsComeFromTheSchemaOfTheSameName() {
        Schema described = Descriptions.add(new Schema("Custom.NginxError", null, null,
            List.of(Field.of("http_host", true, Value.of(ValueType.STRING)), Field.of("other", true, Value.of(ValueType.STRING)))), Schemas.all());
        assertEquals("Host header of the request; maybe with a port", described.field("http_host").description());
        assertNull(described.field("other").description());
        assertEquals(Schemas.load("nginx-error-json").description(), described.description());
    }

    @Test
    void elsewhereADescriptionIsTakenOnlyIfAllShippedSchemasAgree() {
        Schema described = Descriptions.add(new Schema("Custom.Mine", null, null,
            List.of(Field.of("src_ip", true, Value.of(ValueType.STRING)), Field.of("name", true, Value.of(ValueType.STRING)))), Schemas.all());
        assertEquals("Address that the connection comes from", described.field("src_ip").description());
        assertNull(described.field("name").description(), "a program in one schema, a kernel module in another");
        assertNull(described.description());
    }

    @Test
    void aNameIsCheckedAsPantherDoes() {
        assertEquals("Custom.Netstat", SchemaName.of("Netstat"));
        assertEquals("Custom.Sample.V1", SchemaName.of("Custom.Sample.V1"));
        assertEquals("Nginx.Access", SchemaName.of("Nginx.Access"));
        for (String bad : List.of("", "netstat", "N", "Net-stat", "Custom.", "Custom.netstat", ".Netstat", "Net stat", "N\u00e9tstat")) {
            assertThrows(IllegalArgumentException.class, () -> SchemaName.of(bad), bad);
        }
    }
}
