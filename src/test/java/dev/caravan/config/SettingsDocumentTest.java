package dev.caravan.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.routes.SettingsOfRoutes;
import dev.caravan.testing.Generated;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/**
 * {@code application.properties} and {@code docs/settings.md} are as {@link Catalog} and the route files say. They are written again by
 * {@code mvn test -Dtest=SettingsDocumentTest -Dcaravan.test.write=true}.
 */
class SettingsDocumentTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(caravan\\.[a-z0-9.-]+)(?::([^{}]*))?}}");

    @Test
    void theFileWithAllSettings() throws Exception {
        StringBuilder text = new StringBuilder(comment("Settings of Caravan. Each of them is commented out, and has its default here, or an example"
            + " if it has no default. You can also set each as -Dname=value, or by an environment variable (caravan.bucket: CARAVAN_BUCKET)."
            + " A wrong value or an unknown name stops the start. docs/settings.md describes them."));
        for (Section section : Catalog.sections()) {
            if (section.title().equals("Camel")) {
                sources(text);
            }
            heading(text, section);
            section.settings().forEach(setting -> line(text, setting, true));
        }
        Generated.compare(Path.of(SettingsFile.NAME), text.toString());
    }

    private static void sources(StringBuilder text) throws Exception {
        heading(text, Catalog.SOURCE);
        for (Setting<?> setting : Catalog.SOURCE.settings()) {
            text.append(comment("NAME." + setting.name().substring("caravan.source.NAME.".length()) + ": " + setting.meaning()));
        }
        for (Map.Entry<String, String> route : routes().entrySet()) {
            List<Setting<?>> settings = ofSource(route.getValue());
            if (!settings.isEmpty()) {
                text.append('\n').append(comment(head(route.getValue())));
                settings.forEach(setting -> line(text, setting, false));
            }
        }
    }

    private static void heading(StringBuilder text, Section section) {
        text.append("\n# --- ").append(section.title()).append(' ').append("-".repeat(114 - section.title().length())).append('\n');
        text.append(comment(section.note()));
    }

    private static void line(StringBuilder text, Setting<?> setting, boolean meaning) {
        if (meaning) {
            text.append(comment(setting.meaning() + bounds(setting)));
        } else if (!setting.kind().choices().isEmpty() && !setting.name().endsWith(".enabled")
            && !setting.kind().words().equals("raw or json") && !setting.kind().words().equals("true or false")) {
            text.append(comment(setting.kind().words()));
        }
        String value = setting.fallback() == null || setting.fallback().isEmpty() ? setting.example() : setting.fallback();
        text.append('#').append(setting.name()).append(" =").append(value == null ? "" : " " + value).append('\n');
    }

    private static String bounds(Setting<?> setting) {
        String words = setting.kind().choices().isEmpty() || setting.kind() == (Object) Kind.SWITCH ? "" : setting.kind().words();
        return (words.isEmpty() ? "" : " It is " + words + ".")
            + (setting.least() == null ? "" : " At least " + setting.least() + (setting.most() == null ? "." : ", at most " + setting.most() + "."));
    }

    private static String comment(String text) {
        StringBuilder lines = new StringBuilder();
        String line = "";
        for (String word : text.isEmpty() ? new String[0] : text.split(" ")) {
            if (line.length() + word.length() > 126) {
                lines.append("# ").append(line).append('\n');
                line = "";
            }
            line += line.isEmpty() ? word : " " + word;
        }
        return line.isEmpty() ? lines.toString() : lines.append("# ").append(line).append('\n').toString();
    }

    /** Returns the comment at the beginning of a route file. */
    private static String head(String route) {
        return route.lines().takeWhile(line -> line.startsWith("#")).map(line -> line.substring(1).strip()).collect(Collectors.joining(" "));
    }

    private static Map<String, String> routes() throws Exception {
        Map<String, String> routes = new TreeMap<>();
        try (var files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                routes.put(file.getFileName().toString().replace(".yaml", ""), Files.readString(file));
            }
        }
        return routes;
    }

    private static List<Setting<?>> ofSource(String route) {
        return SettingsOfRoutes.of(List.of(route)).values().stream().filter(s -> s.name().startsWith("caravan.source."))
            .filter(s -> !s.name().endsWith(".follow-links")).collect(Collectors.toList());
    }

    @Test
    void theDocument() throws Exception {
        StringBuilder text = new StringBuilder("""
            # Settings

            `SettingsDocumentTest` writes this page from the declarations in `config/Catalog.java` and the route files: change those, not this page.

            Settings are in `application.properties` in the working directory, or otherwise in `/etc/caravan`. An environment variable takes
            precedence over the file (`CARAVAN_BATCH_INTERVAL` for `caravan.batch.interval`), and `-Dname=value` over both. A blank value counts
            as absent. A wrong value, or an unknown name that begins with `caravan.`, stops the start with exit value 2, and with a message that
            has the place and the expected value.

            Durations: `500ms`, `60s`, `1m30s`; a plain number is in milliseconds. Sizes: `8MiB`, `512k`, `8MB` (of 1,000 each); a plain number is in
            bytes.
            """);
        for (Section section : Catalog.sections()) {
            if (section.title().equals("Camel")) {
                table(text, Catalog.SOURCE);
                text.append("\n### Defaults of the sources\n\n| setting | default |\n|---|---|\n");
                for (String route : routes().values()) {
                    ofSource(route).forEach(s -> text.append("| `").append(s.name()).append("` | ").append(code(s.fallback())).append(
                        s.kind().choices().size() > 2 ? " (" + s.kind().words() + ")" : "").append(" |\n"));
                }
            }
            table(text, section);
        }
        text.append("\n## Old names\n\nOld names still work, with a warning.\n\n| old name | new name |\n|---|---|\n");
        new TreeMap<>(Catalog.RENAMED).forEach((old, now) -> text.append("| `").append(old).append("` | `").append(now).append("` |\n"));
        Generated.compare(Path.of("docs/settings.md"), text.toString());
    }

    private static void table(StringBuilder text, Section section) {
        text.append("\n## ").append(section.title()).append("\n\n").append(section.note().isEmpty() ? "" : section.note() + "\n\n")
            .append("| setting | type | default | meaning |\n|---|---|---|---|\n");
        for (Setting<?> s : section.settings()) {
            String bounds = (s.least() == null ? "" : ", at least " + s.least()) + (s.most() == null ? "" : ", at most " + s.most());
            text.append("| `").append(s.name()).append("` | ").append(s.kind().words()).append(bounds).append(" | ").append(code(s.fallback()))
                .append(" | ").append(s.meaning().replace("|", "\\|")).append(" |\n");
        }
    }

    private static String code(String value) {
        return value == null || value.isEmpty() ? "" : "`" + value.replace("|", "\\|") + "`";
    }

    @Test
    void defaultsBesidePlaceholdersAreThoseThatAreDeclared() throws Exception {
        List<Path> files = new ArrayList<>();
        for (String folder : new String[] {"src/main/resources/kamelets", "routes"}) {
            try (var list = Files.list(Path.of(folder))) {
                list.filter(f -> f.toString().endsWith(".yaml")).forEach(files::add);
            }
        }
        Map<String, Setting<?>> declared = Catalog.sections().stream().flatMap(s -> s.settings().stream())
            .collect(Collectors.toMap(Setting::name, s -> s));
        int compared = 0;
        for (Path file : files) {
            Matcher placeholder = PLACEHOLDER.matcher(Files.readString(file));
            while (placeholder.find()) {
                Setting<?> setting = declared.get(placeholder.group(1));
                if (setting != null && !setting.name().equals(Catalog.BUCKET.name())) {
                    assertEquals(setting.fallback(), placeholder.group(2), file + ": " + setting);
                    compared++;
                } else if (setting == null) {
                    assertTrue(placeholder.group(2) != null, file + ": " + placeholder.group() + " has no default");
                    if (!placeholder.group(2).isEmpty()) {
                        SettingsOfRoutes.of(List.of(Files.readString(file))).get(placeholder.group(1)).ifUsual();
                    }
                }
            }
        }
        assertTrue(compared >= 9, "only " + compared);
    }

    @Test
    void eachDefaultAndExampleIsAValue() {
        for (Section section : Catalog.sections()) {
            for (Setting<?> setting : section.settings()) {
                setting.ifUsual();
                if (setting.example() != null) {
                    setting.read(setting.example());
                }
                for (String bound : new String[] {setting.least(), setting.most()}) {
                    assertTrue(bound == null || setting.kind() == (Object) Kind.NUMBER || bound.matches(".*[A-Za-z]"),
                        setting + ": " + bound + " of what?");
                }
                assertTrue(setting.meaning().endsWith(".") || setting.meaning().endsWith("…"), setting + ": " + setting.meaning());
            }
        }
    }

    @Test
    void theCannedAclsAreThoseOfTheSdk() {
        assertEquals(ObjectCannedACL.knownValues().stream().map(ObjectCannedACL::toString).sorted().toList(),
            Catalog.ACL.kind().choices().stream().sorted().toList());
        for (ObjectCannedACL acl : ObjectCannedACL.knownValues()) {
            assertEquals(acl.name(), acl.toString().toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        }
    }
}
