package dev.caravan.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceFormatTest {

    private static void check(String source, String format) throws InvalidSettings {
        new Settings(Map.of("caravan.source." + source + ".format", format)::get, List.of("auth", "nginx", "auditd"));
    }

    @Test
    void eventsIsAFormatOfAuditdAlone() {
        assertDoesNotThrow(() -> check("auditd", "events"));
        assertThrows(InvalidSettings.class, () -> check("auth", "events"));
        assertThrows(InvalidSettings.class, () -> check("auditd", "fluentd"));
    }

    @Test
    void fluentdIsAFormatOfAuthAlone() {
        assertDoesNotThrow(() -> check("auth", "fluentd"));
        InvalidSettings e = assertThrows(InvalidSettings.class, () -> check("nginx", "fluentd"));
        assertTrue(e.getMessage().contains("caravan.source.nginx.format is \"fluentd\""), e.getMessage());
        assertThrows(InvalidSettings.class, () -> check("auth", "xml"));
    }
}
