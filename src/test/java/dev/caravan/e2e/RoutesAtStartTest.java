package dev.caravan.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten, misspelt or copied in route files is said at the start, and in health. */
class RoutesAtStartTest {

    private static final String ROUTE = """
        - route:
            id: %1$s
            from:
              uri: kamelet:log-tail-source
              parameters:
                source: %1$s
                directory: %2$s
                fileName: %1$s.log
              steps:
                - unmarshal: { custom: { ref: %3$s } }
                - to: %4$s
        """;

    @TempDir
    Path directory;
    private Path routes;

    @BeforeEach
    void start() throws IOException {
        routes = Files.createDirectory(directory.resolve("routes"));
    }

    private void route(String file, String name, String parser, String sink) throws IOException {
        Files.writeString(routes.resolve(file), ROUTE.formatted(name, directory, parser, sink));
    }

    /** Starts with the folder and these settings; returns what is wrong with the routes. */
    private String health(Map<String, String> more) throws Exception {
        try (S3Server s3 = new S3Server(Files.createDirectories(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(directory, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("camel.main.routes-reload-directory", routes.toString());
            settings.put("caravan.source.nginx.enabled", "false");
            settings.putAll(more);
            try (InProcess caravan = new InProcess(settings)) {
                return HealthCheckHelper.invoke(caravan.shipper().main().getCamelContext()).stream()
                    .filter(r -> r.getCheck().getId().equals("routes") && r.getState() == HealthCheck.State.DOWN)
                    .map(r -> r.getMessage().orElse("down")).findFirst().orElse("");
            }
        }
    }

    @Test
    void aFolderWithEveryMistake() throws Exception {
        route("misspelt.yaml", "misspelt", "sislog", "kamelet:s3-batch-sink");
        route("copied.yaml", "copied", "raw", "kamelet:s3-batch-sink?source=nginx");
        route("divided.yaml", "divided", "raw", "kamelet:s3-batch-sink?source=divided-more");
        route("forgotten.yml", "forgotten", "raw", "kamelet:s3-batch-sink");
        Files.writeString(routes.resolve("deliver.yaml"), "enabled: false");
        try (LogCapture log = new LogCapture()) {
            String health = health(Map.of());
            assertTrue(health.contains("misspelt.yaml, line 10: the parsers are ") && health.contains(" syslog,")
                && health.contains("none is called sislog"), health);
            assertTrue(health.contains("forgotten.yml is not read: names of route files end in .yaml; rename it to "
                + routes.resolve("forgotten.yaml")), health);
            assertTrue(health.contains("no route delivers to S3") && health.contains("deliver.yaml in the folder " + routes), health);
            assertFalse(health.contains("no source is on"), health);
            for (String said : new String[] {"none is called sislog", "forgotten.yml is not read", "no route delivers to S3"}) {
                assertEquals(2, log.text().split(said, -1).length, said + " is said once in " + log.text());
            }
            assertTrue(log.text().contains("copied.yaml: s3-batch-sink has source=nginx, but the lines come from copied"), log.text());
            assertFalse(log.text().contains("divided.yaml"), log.text());
        }
    }

    @Test
    void aParserThatIsABeanOfTheFileIsKnown() throws Exception {
        route("mine.yaml", "mine", "myapp", "kamelet:s3-batch-sink");
        Files.writeString(routes.resolve("mine.yaml"), """
            - beans:
                - name: myapp
                  type: "#class:dev.caravan.parse.generic.RegexFormat"
                  properties:
                    pattern: '(?<all>.*)'
            """ + Files.readString(routes.resolve("mine.yaml")));
        assertEquals("", health(Map.of()));
    }

    @Test
    void whoHasASourceUnderAnotherNameKeepsItAlone() throws Exception {
        route("web.yaml", "nginx", "sislog", "kamelet:s3-batch-sink");
        try (LogCapture log = new LogCapture()) {
            String health = health(Map.of("caravan.source.nginx.enabled", "true"));
            assertTrue(health.contains("web.yaml, line 10") && health.contains("none is called sislog"), health);
            assertTrue(log.text().contains("nginx.yaml (as it comes with Caravan) is left out, because " + routes.resolve("web.yaml")), log.text());
        }
    }

    private void step(String name, String step) throws IOException {
        route(name + ".yaml", name, "raw", "kamelet:s3-batch-sink");
        Path file = routes.resolve(name + ".yaml");
        Files.writeString(file, Files.readString(file).replace("        - to:", step.indent(8) + "        - to:"));
    }

    @Test
    void aParameterThatAKameletDoesNotHaveAndABeanThatCannotBeMadeAreNamedWithTheirLine() throws Exception {
        route("in-uri.yaml", "in-uri", "raw", "kamelet:s3-batch-sink?sorce=x");
        step("misspelt", "- to: { uri: \"kamelet:filter-lines-action\", parameters: { # dropp:\n    dropp: x } }");
        step("both", "- to: { uri: \"kamelet:filter-lines-action\", parameters: { drop: x, keep: y } }");
        step("pattern", "- to: { uri: \"kamelet:filter-lines-action\", parameters: { drop: \"(x\" } }");
        step("number", "- to: { uri: \"kamelet:insert-field-action\", parameters: { field: f, value: v, type: number } }");
        step("divert", "- to: { uri: \"kamelet:divert-lines-action\", parameters: { pattern: \"[\", to: x } }");
        step("missing", "- to: { uri: \"kamelet:divert-lines-action\", parameters: { pattern: x } }");
        step("raw", "- to: \"kamelet:filter-lines-action?drop=RAW(a&b=c)\"");
        String health = health(Map.of());
        for (String said : new String[] {"in-uri.yaml, line 11: s3-batch-sink has no parameter sorce; did you mean source?",
            "misspelt.yaml, line 12: filter-lines-action has no parameter dropp; did you mean drop?",
            "both.yaml, line 11: filter-lines-action needs keep or drop, and not both",
            "pattern.yaml, line 11: \"(x\" is not a regular expression (Unclosed group) in drop",
            "divert.yaml, line 11: \"[\" is not a regular expression (Unclosed character class) in pattern",
            "number.yaml, line 11: insert-field-action: value is \"v\", which is not a number",
            "missing.yaml, line 11: Route template divert-lines-action the following mandatory parameters must be provided: to"}) {
            assertTrue(health.contains(said), said + " is not in " + health);
        }
        assertFalse(health.contains("Cannot create bean"), health);
        assertFalse(health.contains("raw.yaml"), health);
    }

    @Test
    void allSourcesAreOff() throws Exception {
        String health = health(Map.of("camel.main.routes-reload-directory", directory.resolve("none").toString(),
            "caravan.source.nginx.enabled", "false"));
        assertTrue(health.startsWith("no source is on, so nothing is collected; set caravan.source.NAME.enabled = true"), health);
    }
}
