package dev.caravan.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.ParserProvider;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.DefaultRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsers are found by name, made when they are asked for, and each name is one parser's. */
class ProvidersTest {

    /** Which parsers were made. */
    private static final class Doors implements ParserProvider {

        private final String name;
        private final List<String> made = new ArrayList<>();

        Doors(String name) {
            this.name = name;
        }

        @Override
        public List<String> names() {
            return List.of(name);
        }

        @Override
        public LineParser parser(String name, ZoneId zone) {
            made.add(name + " " + zone);
            return (line, record) -> false;
        }
    }

    private static final class Windows implements ParserProvider {

        @Override
        public List<String> names() {
            return List.of("doors");
        }

        @Override
        public LineParser parser(String name, ZoneId zone) {
            return (line, record) -> false;
        }
    }

    @Test
    void theParsersThatComeWithCaravanAreFound() {
        assertEquals(Set.of("apacheAccess", "apacheError", "auditd", "auditd-events", "caddy", "fail2ban", "journal", "journal-fluentd", "jsonLines",
            "kernelModules", "netstat", "nginxAccess", "nginxError", "syslog", "syslog-fluentd", "traefik", "who", "zeek"),
            new Parsers(ZoneOffset.UTC).names());
    }

    @Test
    void aParserIsMadeWhenItIsAskedForAndOnce() {
        Doors doors = new Doors("doors");
        Parsers parsers = new Parsers(ZoneOffset.UTC, Providers.of(List.of(doors)));
        DefaultRegistry registry = new DefaultRegistry();
        parsers.bind(registry);
        assertEquals(Set.of("doors"), parsers.names());
        assertEquals(List.of(), doors.made);
        assertSame(registry.lookupByNameAndType("doors", DataFormat.class), registry.lookupByName("doors-json"));
        assertSame(registry.lookupByName("raw"), registry.lookupByName("doors-raw"));
        assertSame(parsers.get("doors"), parsers.get("doors"));
        assertNull(parsers.get("windows"));
        assertEquals(List.of("doors Z"), doors.made);
        assertEquals(registry.findByTypeWithName(DataFormat.class).keySet(), parsers.formats());
    }

    @Test
    void twoParsersOfANameAreRefusedWithBothClasses() {
        String message = assertThrows(UnusableParsersException.class, () -> Providers.of(List.of(new Doors("doors"), new Windows()))).getMessage();
        assertTrue(message.startsWith("there are two parsers doors, of dev.caravan.parse.ProvidersTest$Doors (/"), message);
        assertTrue(message.contains("test-classes) and of dev.caravan.parse.ProvidersTest$Windows (/"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "door-raw", "door-json", "a door", "", "{{door}}", "-door", "1door"})
    void aNameThatRoutesCannotUseIsRefused(String name) {
        String message = assertThrows(UnusableParsersException.class, () -> Providers.of(List.of(new Doors(name)))).getMessage();
        assertTrue(message.startsWith("the parser '" + name + "' of dev.caravan.parse.ProvidersTest$Doors"), message);
    }

    @Test
    void theNameOfAnotherBeanIsRefused() {
        DefaultRegistry registry = new DefaultRegistry();
        registry.bind("delivery", "the delivery");
        Parsers parsers = new Parsers(ZoneOffset.UTC, Providers.of(List.of(new Doors("delivery"))));
        String message = assertThrows(UnusableParsersException.class, () -> parsers.bind(registry)).getMessage();
        assertTrue(message.startsWith("the parser delivery of dev.caravan.parse.ProvidersTest$Doors"), message);
        assertEquals("the delivery", registry.lookupByName("delivery"));
    }

    @Test
    void aJarThatCannotBeLoadedIsNamed() {
        Iterable<ParserProvider> broken = () -> {
            throw new ServiceConfigurationError("org.example.Doors not found");
        };
        String message = assertThrows(UnusableParsersException.class, () -> Providers.of(broken)).getMessage();
        assertTrue(message.contains("org.example.Doors not found") && message.contains("remove it"), message);
        assertFalse(message.contains("null"), message);
    }
}
