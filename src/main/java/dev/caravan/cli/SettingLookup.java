package dev.caravan.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;

/**
 * Single settings for commands that do not start Camel, which takes a second. A system property comes first, then the
 * environment, then {@code application.properties} in the working directory, then the one in the jar; as for the shipper.
 */
final class SettingLookup {

    private final Properties properties = new Properties();

    private SettingLookup() {
    }

    /** @throws IOException {@code application.properties} cannot be read */
    static SettingLookup here() throws IOException {
        SettingLookup lookup = new SettingLookup();
        try (InputStream jar = SettingLookup.class.getResourceAsStream("/application.properties")) {
            lookup.properties.load(jar);
        }
        Path file = Path.of("application.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                lookup.properties.load(reader);
            }
        }
        return lookup;
    }

    /** The value of a setting, or {@code otherwise} where it has none. */
    String get(String name, String otherwise) {
        String value = System.getProperty(name);
        if (value == null || value.isBlank()) {
            value = System.getenv(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
        }
        if (value == null || value.isBlank()) {
            value = properties.getProperty(name);
        }
        return value == null || value.isBlank() ? otherwise : value.trim();
    }
}
