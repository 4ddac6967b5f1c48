package dev.caravan.check;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.app.Check;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code caravan check} says of a folder of routes is what a start says, and no file with a mistake stops another. */
@Tag("slow")
class RouteMistakesTest {

    @TempDir
    Path directory;
    private final Map<String, String> settings = new TreeMap<>();

    @AfterEach
    void forget() {
        settings.keySet().forEach(System::clearProperty);
    }

    private static String route(String id, String source, String step) {
        return """
            - route:
                id: %s
                from:
                  uri: kamelet:log-tail-source
                  parameters:
                    source: %s
                    directory: /nowhere
                    fileName: "*.log"
                  steps:
                    - %s
                    - to: kamelet:s3-batch-sink?source=other
            """.formatted(id, source, step);
    }

    /** The files of the folder, and what is wrong with each; nothing is with the first. */
    private static Map<String, List<String>> files() {
        return Map.of(
            "good", List.of(route("good", "good", "unmarshal: { custom: { ref: raw } }"), ""),
            "empty", List.of("\n", "empty.yaml: the file is empty; to switch it off, write enabled: false"),
            "mixed", List.of("enabled: false\nroute: x\n", "mixed.yaml, line 1: a file with enabled: false must have nothing else"),
            "not-yaml", List.of("- route:\n  id: x\n   from: y\n", "not-yaml.yaml, line 3: mapping values are not allowed here"),
            "same-id", List.of(route("good", "s1", "log: x"), "good.yaml already has the route id good: each file needs different ones"),
            "same-source", List.of(route("r2", "good", "log: x"), "good.yaml already has the source good: each file needs different ones"),
            "bad-name", List.of(route("r3", "my source", "log: x"), "\"my source\" cannot be the name of a source"),
            "taken-name", List.of(route("r4", "outbox", "log: x"), "taken-name.yaml, line 6: \"outbox\" cannot be the name of a source"),
            "no-parser", List.of(route("r5", "s5", "unmarshal: { custom: { ref: sislog } }"),
                "no-parser.yaml, line 10: the parsers are apacheAccess"),
            "nonsense", List.of("- route: 5\n- 7\n- {from: {uri: 3}}\n", ""));
    }

    @Test
    void aMistakeIsFoundByTheCheckAndByTheStart() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        for (Map.Entry<String, List<String>> file : files().entrySet()) {
            Files.writeString(routes.resolve(file.getKey() + ".yaml"), file.getValue().get(0));
        }
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            settings.putAll(CaravanProcess.oneLog(directory, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("camel.main.routes-reload-directory", routes.toString());
            settings.forEach(System::setProperty);
            String check = Check.run(false).table().replace(routes + "/", "");
            try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings)) {
                String start = log.text().replace(routes + "/", "");
                files().forEach((name, file) -> {
                    assertTrue(check.contains(file.get(1)), name + ": " + check);
                    assertTrue(start.contains(file.get(1)), name + ": " + start);
                });
                for (String id : List.of("good", "nginx")) {
                    assertNotNull(caravan.shipper().main().getCamelContext().getRoute(id), id + " runs, whatever is wrong elsewhere");
                }
            }
        }
    }
}
