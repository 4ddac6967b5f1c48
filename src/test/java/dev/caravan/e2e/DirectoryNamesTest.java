package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories and files of all names that there are: the lines of each are in the bucket, once. */
class DirectoryNamesTest {

    /** Characters that mean something in addresses, in settings, in YAML or in Camel's languages. */
    private static final List<String> DIRECTORIES = List.of("a&b=c;d,e", "a?b#c", "a\\b", "${body}b", "a{{b}}", "%20 c+d", "'b\"c",
        "RAW(x)", "\u00fc$d", ".hidden", "#bean:x", "~|[a]{b}:@");

    @TempDir
    Path directory;
    private final Map<String, String> expected = new TreeMap<>();
    private final Map<String, String> routes = new TreeMap<>();

    private Map<String, String> settings(S3Server s3) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("routes"));
        for (Map.Entry<String, String> route : routes.entrySet()) {
            Files.writeString(folder.resolve(route.getKey() + ".yaml"), route.getValue());
        }
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(directory, s3.endpoint()));
        settings.put("caravan.source.nginx.enabled", "false");
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("camel.main.routes-reload-directory", folder.toString());
        return settings;
    }

    /** A source, and the line that must come from it. */
    private String source(String logs, String fileName) {
        String name = "n" + (expected.size() + 1);
        expected.put(name, "line of " + name);
        routes.put(name, """
            - route:
                id: %s
                from:
                  uri: kamelet:log-tail-source
                  parameters:
                    source: %s
                    directory: '%s'
                    fileName: '%s'
                  steps:
                    - unmarshal: { custom: { ref: raw } }
                    - to: kamelet:s3-batch-sink?source=%s
            """.formatted(name, name, logs.replace("'", "''"), fileName.replace("'", "''"), name));
        return "line of " + name + "\n";
    }

    private static String sorted(S3Server s3, String source) {
        return String.join("\n", s3.lines(source + "/").stream().sorted().toList());
    }

    private void run(Map<String, String> more) throws Exception {
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = settings(s3);
            settings.putAll(more);
            Map<String, String> found = new TreeMap<>();
            Map<String, String> all = new TreeMap<>();
            expected.forEach((name, line) -> all.put(name, line));
            try (InProcess caravan = new InProcess(settings)) {
                try {
                    await().atMost(Duration.ofSeconds(15)).until(() -> {
                        expected.keySet().forEach(name -> found.put(name, sorted(s3, name)));
                        return found.equals(all);
                    });
                } catch (org.awaitility.core.ConditionTimeoutException e) {
                    // What is wrong is told below.
                }
            }
            expected.keySet().forEach(name -> found.put(name, sorted(s3, name)));
            assertEquals(all, found);
        }
    }

    @Test
    void directoriesAndFilesOfAnyName() throws Exception {
        for (String name : DIRECTORIES) {
            Path logs = Files.createDirectories(directory.resolve("logs").resolve(name));
            // Placeholders of Camel cannot be written otherwise; nor can what begins as its values do.
            String where = name.contains("{{") ? "file://" + logs.toUri().getRawPath() : logs.toString();
            String file = (name.startsWith("#") || name.startsWith("RAW") ? "x" : name) + ".log";
            Files.writeString(logs.resolve(file), source(where, file.replace("{{", "??").replace("}}", "??")));
        }
        Path hidden = Files.createDirectories(directory.resolve("hidden/.app/logs"));
        Files.writeString(hidden.resolve(".access.log"), source(directory.resolve("hidden").toString(), ".app/**/.*.log"));
        run(Map.of());
    }

    @Test
    void whatAPatternMatches() throws Exception {
        Path root = Files.createDirectories(directory.resolve("logs"));
        source(root.toString(), "**/*.log");
        List<String> lines = new ArrayList<>();
        for (String name : DIRECTORIES) {
            Path logs = Files.createDirectories(root.resolve(name));
            Files.writeString(logs.resolve(name + ".log"), "line of " + name + "\n");
            if (!name.startsWith(".")) {
                lines.add("line of " + name);
            }
        }
        Path below = Path.of(URI.create("file://" + root + "/caf%E9"));
        Files.createDirectory(below);
        Files.writeString(below.resolve(Path.of(URI.create("file:///na%EFve.log")).getFileName()), "line of bytes\n");
        lines.add("line of bytes");
        java.util.Collections.sort(lines);
        expected.put("n1", String.join("\n", lines));
        run(Map.of());
    }

    @Test
    void directoriesInSettings() throws Exception {
        Path logs = Files.createDirectories(directory.resolve("a&b ?c%20d+e\\f${g}"));
        expected.put("nginx", "line of nginx");
        Files.writeString(logs.resolve("access.log"), "line of nginx\n");
        run(Map.of("caravan.source.nginx.enabled", "true", "caravan.source.nginx.directory", logs.toString()));
    }
}
