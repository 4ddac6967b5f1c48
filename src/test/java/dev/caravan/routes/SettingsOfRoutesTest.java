package dev.caravan.routes;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.config.Given;
import dev.caravan.config.InvalidSettingsException;
import dev.caravan.config.RouteSettings;
import dev.caravan.config.Setting;
import dev.caravan.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsOfRoutesTest {

    private static Map<String, Setting<?>> shipped() throws Exception {
        List<String> texts = new ArrayList<>();
        try (var files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        return SettingsOfRoutes.of(texts);
    }

    private static Settings check(String name, String value) throws Exception {
        Properties own = new Properties();
        own.setProperty(name, value);
        Map<String, Setting<?>> shipped = shipped();
        return Settings.read(Given.alone(own), () -> new RouteSettings(shipped, true));
    }

    @Test
    void eventsIsAFormatOfAuditdAlone() {
        assertDoesNotThrow(() -> check("caravan.source.auditd.format", "events"));
        assertThrows(InvalidSettingsException.class, () -> check("caravan.source.auth.format", "events"));
        assertThrows(InvalidSettingsException.class, () -> check("caravan.source.auditd.format", "fluentd"));
    }

    @Test
    void fluentdIsAFormatOfAuthAlone() {
        assertDoesNotThrow(() -> check("caravan.source.auth.format", "fluentd"));
        InvalidSettingsException e = assertThrows(InvalidSettingsException.class, () -> check("caravan.source.nginx.format", "fluentd"));
        assertTrue(e.getMessage().contains("caravan.source.nginx.format is \"fluentd\": it must be raw or json"), e.getMessage());
        assertThrows(InvalidSettingsException.class, () -> check("caravan.source.auth.format", "xml"));
    }

    @Test
    void aSourceHasTheSettingsOfItsRouteFileAlone() throws Exception {
        assertDoesNotThrow(() -> check("caravan.source.nginx.follow-links", "true"));
        assertThrows(InvalidSettingsException.class, () -> check("caravan.source.netstat.follow-links", "true"));
        assertThrows(InvalidSettingsException.class, () -> check("caravan.source.nginx.interval", "60s"));
        InvalidSettingsException e = assertThrows(InvalidSettingsException.class, () -> check("caravan.source.nginxx.enabled", "true"));
        assertTrue(e.getMessage().endsWith("; did you mean caravan.source.nginx.enabled?"), e.getMessage());
        assertEquals("/var/log/nginx", shipped().get("caravan.source.nginx.directory").fallback());
    }

    @Test
    void whatAFaultyFileNamesIsKnown() {
        Map<String, Setting<?>> settings = SettingsOfRoutes.of(List.of("- route:\n  id: [mine\n precondition: \"{{caravan.source.mine.enabled}}\"\n"
            + "  kamelet:log-tail-source?source=mine&directory={{caravan.source.mine.where:/srv}}"));
        assertEquals(List.of("caravan.source.mine.enabled", "caravan.source.mine.where", "caravan.source.mine.follow-links"),
            List.copyOf(settings.keySet()));
        assertEquals("/srv", settings.get("caravan.source.mine.where").fallback());
    }

    @Test
    void theOldNameOfAnIntervalDoesTheSameWithAWarning() throws Exception {
        Settings settings = check("caravan.netstat.interval", "5m");
        assertEquals("5m", settings.texts().get("caravan.source.netstat.interval"));
        assertEquals("5m", settings.texts().get("caravan.netstat.interval"));
        assertEquals(List.of("caravan.netstat.interval is called caravan.source.netstat.interval now: it still works, but write the new name"),
            settings.warnings());
        InvalidSettingsException e = assertThrows(InvalidSettingsException.class, () -> check("caravan.netstat.interval", "0"));
        assertEquals("caravan.netstat.interval is \"0\": it must be at least 100ms", e.getMessage());
    }
}
