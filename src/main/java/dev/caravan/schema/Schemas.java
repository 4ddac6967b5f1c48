package dev.caravan.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The schemas that are shipped, one for each kind of record that Caravan makes. They lie in the jar. */
public final class Schemas {

    private static final List<String> NAMES =
        List.of("auth", "netstat", "kernel-modules", "nginx-json", "nginx-error-json", "unparsed", "users", "apache-json",
            "apache-error-json", "caddy", "traefik", "fail2ban", "auditd", "auditd-events");

    private Schemas() {
    }

    /** The names, in the order in which they are listed. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The YAML text of a schema, as it is uploaded to Panther.
     *
     * @throws IllegalArgumentException there is none of that name; the message lists the names
     */
    public static String text(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no schema '" + name + "'; there are " + String.join(", ", NAMES));
        }
        try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + name + ".yml")) {
            if (in == null) {
                throw new IllegalStateException("schemas/" + name + ".yml is missing in the jar; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("schemas/" + name + ".yml cannot be read from the jar", e);
        }
    }

    /**
     * A schema.
     *
     * @throws IllegalArgumentException there is none of that name; the message lists the names
     */
    public static Schema load(String name) {
        return SchemaReader.read("schemas/" + name + ".yml", text(name));
    }
}
