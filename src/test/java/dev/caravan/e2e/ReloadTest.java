package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.app.NotStartedException;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route files are edited while numbered lines are written at full speed; each line must be in the bucket once. */
@Tag("slow")
class ReloadTest {

    @TempDir
    Path directory;
    private Path logs;
    private Path routes;
    private S3Server s3;
    private NumberedWriter writer;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
        routes = Files.createDirectory(directory.resolve("routes"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        writer = new NumberedWriter(logs.resolve("access.log"));
    }

    @AfterEach
    void stop() throws Exception {
        writer.stop();
        writer.close();
        s3.close();
    }

    private InProcess run() {
        return new InProcess(settings());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.source.nginx.enabled", "false");
        settings.put("camel.main.routes-reload-directory", routes.toString());
        return settings;
    }

    /** As an editor saves it: written beside, then renamed. */
    private void save(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve("saved"), text);
        Files.move(file, routes.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private String tail(String id, String output, String more) {
        return """
            - route:
                id: %s
                from:
                  uri: kamelet:log-tail-source
                  parameters:
                    source: %s
                    directory: %s
                    fileName: access.log
                  steps:
                    - unmarshal: { custom: { ref: raw } }
            %s        - to: { uri: "kamelet:s3-batch-sink", parameters: { source: %s } }
            """.formatted(id, id, logs, more, output);
    }

    private void awaitObjects(String prefix) {
        await().atMost(Duration.ofSeconds(30)).until(() -> s3.keys().stream().anyMatch(k -> k.startsWith(prefix)));
    }

    private void awaitAll(String... prefixes) throws Exception {
        writer.stop();
        await().atMost(Duration.ofSeconds(60)).until(() -> numbers(prefixes).size() >= writer.written());
    }

    private List<Long> numbers(String... prefixes) {
        return NumberedWriter.numbers(java.util.Arrays.stream(prefixes).flatMap(p -> s3.lines(p).stream()).toList());
    }

    private static void awaitHealth(CamelContext context, boolean down) {
        // Camel's own checks fail when a route leaves while they look at it.
        await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(() -> isDown(context) == down);
    }

    private static boolean isDown(CamelContext context) {
        return HealthCheckHelper.invoke(context).stream().anyMatch(r -> r.getCheck().getId().equals("routes")
            && r.getState() == HealthCheck.State.DOWN);
    }

    @Test
    void aRouteIsChangedManyTimesUnderLoad() throws Exception {
        save("one", tail("one", "out0", ""));
        writer.start(200, 2);
        try (InProcess caravan = run()) {
            for (int i = 0; i < 6; i++) {
                awaitObjects("out" + i + "/");
                save("one", tail("one", "out" + (i + 1), ""));
            }
            awaitObjects("out6/");
            assertEquals(4, caravan.shipper().main().getCamelContext().getRoutes().stream()
                .filter(r -> !List.of("put", "head").contains(r.getRouteId())).count(), "routes are left over");
            awaitAll("out0/", "out1/", "out2/", "out3/", "out4/", "out5/", "out6/");
        }
        assertEquals("", NumberedWriter.compare(numbers("out"), writer.written()));
    }

    /** Routes run commands, as root where Caravan is root. */
    @Test
    void whatOthersCanChangeIsNotTakenOverAndNotStarted() throws Exception {
        save("one", tail("one", "out0", ""));
        writer.start(100, 5);
        try (LogCapture log = new LogCapture(); InProcess caravan = run()) {
            CamelContext context = caravan.shipper().main().getCamelContext();
            awaitObjects("out0/");
            Path file = Files.writeString(directory.resolve("saved"), tail("one", "out1", ""));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
            Files.move(file, routes.resolve("one.yaml"), StandardCopyOption.ATOMIC_MOVE);
            awaitHealth(context, true);
            assertTrue(log.text().contains("chmod o-w " + routes.resolve("one.yaml")), log.text());
            Files.setPosixFilePermissions(routes.resolve("one.yaml"), PosixFilePermissions.fromString("rw-r--r--"));
            awaitObjects("out1/");
            awaitHealth(context, false);

            Files.setPosixFilePermissions(routes, PosixFilePermissions.fromString("rwxr-xrwx"));
            save("one", tail("one", "out2", ""));
            awaitHealth(context, true);
            assertTrue(log.text().contains("chmod o-w " + routes + " "), log.text());
            assertTrue(s3.lines("out2/").isEmpty());
            Exception refused = assertThrows(RuntimeException.class, this::again);
            assertTrue(NotStartedException.explain(refused).contains("chmod o-w " + routes + " "), NotStartedException.explain(refused));
            Files.setPosixFilePermissions(routes, PosixFilePermissions.fromString("rwxr-xr-x"));
            awaitObjects("out2/");
            awaitAll("out0/", "out1/", "out2/");
        }
        assertEquals("", NumberedWriter.compare(numbers("out"), writer.written()));
    }

    private void again() {
        Map<String, String> settings = settings();
        settings.put("caravan.state-dir", directory.resolve("other-state").toString());
        new InProcess(settings).close();
    }

    @Test
    void aChangeThatIsBrokenLeavesTheOldRouteAndIsMended() throws Exception {
        save("one", tail("one", "out0", ""));
        writer.start(100, 5);
        try (InProcess caravan = run()) {
            CamelContext context = caravan.shipper().main().getCamelContext();
            awaitObjects("out0/");
            for (String broken : List.of(tail("one", "wrong", "        - unmarshal: { custom: { ref: noSuchParser } }\n"),
                tail("one", "wrong", "        - nonsense: true\n"), "- route:\n  id: [", "",
                tail("one", "wrong", "").replace("s3-batch-sink", "s4-batch-sink"))) {
                save("one", broken);
                awaitHealth(context, true);
                int before = s3.keys().size();
                await().atMost(Duration.ofSeconds(20)).until(() -> s3.keys().size() > before + 1);
                save("one", tail("one", "out0", ""));
                awaitHealth(context, false);
            }
            save("one", tail("one", "out1", ""));
            awaitObjects("out1/");
            awaitAll("out0/", "out1/");
        }
        assertEquals("", NumberedWriter.compare(numbers("out"), writer.written()));
        assertTrue(s3.lines("wrong/").isEmpty(), "a broken route shipped something");
    }

    @Test
    void aFileIsAddedRemovedAndComesBack() throws Exception {
        writer.start(100, 5);
        try (InProcess caravan = run()) {
            save("one", tail("one", "out0", ""));
            awaitObjects("out0/");
            Files.delete(routes.resolve("one.yaml"));
            CamelContext context = caravan.shipper().main().getCamelContext();
            await().atMost(Duration.ofSeconds(20)).until(() -> context.getRoute("one") == null);
            await().atMost(Duration.ofSeconds(20)).until(() -> caravan.shipper().openBatchBytes("one") == 0);
            long read = caravan.shipper().linesRead("one");
            long written = writer.written();
            await().atMost(Duration.ofSeconds(20)).until(() -> writer.written() > written + 1000);
            assertEquals(read, caravan.shipper().linesRead("one"), "it reads on without its route");
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("out0/").size() == read);
            // Under another name for the file: the source is what matters.
            save("renamed", tail("one", "out1", ""));
            awaitObjects("out1/");
            awaitAll("out0/", "out1/");
        }
        assertEquals("", NumberedWriter.compare(numbers("out"), writer.written()));
    }

    @Test
    void aCopyOfAFileWithTheSameSourceIsRefusedUntilItHasItsOwn() throws Exception {
        save("one", tail("one", "one", ""));
        writer.start(100, 5);
        try (InProcess caravan = run()) {
            CamelContext context = caravan.shipper().main().getCamelContext();
            awaitObjects("one/");
            save("two", tail("one", "two", ""));
            awaitHealth(context, true);
            assertFalse(s3.keys().stream().anyMatch(k -> k.startsWith("two/")));
            save("two", tail("two", "two", ""));
            awaitObjects("two/");
            awaitHealth(context, false);
            awaitAll("one/");
            awaitAll("two/");
        }
        assertEquals("", NumberedWriter.compare(numbers("one/"), writer.written()));
        assertEquals("", NumberedWriter.compare(numbers("two/"), writer.written()));
    }

    @Test
    void theIntervalOfABatchAndAParserOfTheFileAreTakenOver() throws Exception {
        String route = """
            - beans:
                - name: mine
                  type: "#class:dev.caravan.parse.generic.RegexFormat"
                  properties:
                    pattern: '(?<%s>.*)'
            """;
        String text = tail("one", "one", "").replace("source: one }", "source: one, interval: \"%s\" }")
            .replace("ref: raw", "ref: mine");
        save("one", (route + text).formatted("before", "1h"));
        writer.write(10);
        try (InProcess caravan = run()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> caravan.shipper().openBatchBytes("one") > 0);
            assertTrue(s3.keys().isEmpty());
            save("one", (route + text).formatted("after", "200ms"));
            // The open batch is sealed at the change.
            awaitObjects("one/");
            assertTrue(s3.lines("one/").get(0).startsWith("{\"before\":"), s3.lines("one/").get(0));
            writer.write(10);
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("one/").size() == 20);
            assertTrue(s3.lines("one/").get(19).startsWith("{\"after\":"), s3.lines("one/").get(19));
        }
    }

    @Test
    void aSinkThatTwoFilesUseGoesOnForTheOther() throws Exception {
        save("one", tail("one", "both", ""));
        save("two", tail("two", "both", "").replace("fileName: access.log", "fileName: other.log"));
        try (NumberedWriter other = new NumberedWriter(logs.resolve("other.log")); InProcess caravan = run()) {
            writer.write(10);
            other.write(10);
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("both/").size() == 20);
            Files.delete(routes.resolve("one.yaml"));
            CamelContext context = caravan.shipper().main().getCamelContext();
            await().atMost(Duration.ofSeconds(20)).until(() -> context.getRoute("one") == null);
            other.write(10);
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("both/").size() == 30);
        }
    }

    @Test
    void theOutputOfACommandIsNotLostNorTwiceAcrossChanges() throws Exception {
        Path script = Files.writeString(directory.resolve("count"), "#!/bin/sh\nn=$(cat " + directory
            + "/n 2>/dev/null || echo 0)\necho $((n+1)) >" + directory + "/n\nsleep 0.05\necho \"line $n \"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        String text = """
            - route:
                id: count
                from:
                  uri: kamelet:command-source
                  parameters: { source: count, command: "%s", interval: 100ms }
                  steps:
                    - unmarshal: { custom: { ref: raw } }
                    - to: { uri: "kamelet:s3-batch-sink", parameters: { source: "out%d" } }
            """;
        save("count", text.formatted(script, 0));
        try (InProcess caravan = run()) {
            for (int i = 0; i < 5; i++) {
                awaitObjects("out" + i + "/");
                save("count", text.formatted(script, i + 1));
            }
            awaitObjects("out5/");
        }
        long runs = Long.parseLong(Files.readString(directory.resolve("n")).trim());
        assertEquals("", NumberedWriter.compare(numbers("out"), runs));
    }

    @Test
    void deliveryIsChangedWhileObjectsAreDelivered() throws Exception {
        save("one", tail("one", "one", ""));
        writer.start(100, 5);
        String deliver = Files.readString(Path.of("routes/deliver.yaml"));
        try (InProcess caravan = run()) {
            for (int i = 0; i < 3; i++) {
                int before = s3.keys().size();
                await().atMost(Duration.ofSeconds(20)).until(() -> s3.keys().size() > before + 1);
                save("deliver", deliver.replace("delay: 500", "delay: " + (100 + i)));
            }
            CamelContext context = caravan.shipper().main().getCamelContext();
            await().atMost(Duration.ofSeconds(20)).until(() -> context.getRoute("deliver") != null
                && context.getRoute("deliver").getEndpoint().getEndpointUri().contains("delay=102"));
            awaitAll("one/");
        }
        assertEquals("", NumberedWriter.compare(numbers("one/"), writer.written()));
        s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored twice"));
    }

    @Test
    void nothingIsTakenOverWhereReloadIsOff() throws Exception {
        save("one", tail("one", "out0", ""));
        Map<String, String> settings = settings();
        settings.put("camel.main.routes-reload-enabled", "false");
        writer.start(10, 10);
        try (InProcess caravan = new InProcess(settings)) {
            awaitObjects("out0/");
            save("one", tail("one", "out1", ""));
            int before = s3.keys().size();
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.keys().size() > before + 8);
            assertTrue(s3.lines("out1/").isEmpty());
            awaitAll("out0/");
        }
    }

    /** Files of the folder lie over those that come with Caravan, by name: what is under them is there again when they go. */
    @Test
    void aFileTakesThePlaceOfTheShippedOneAndGivesItBack() throws Exception {
        Map<String, String> settings = settings();
        settings.put("caravan.source.nginx.enabled", "true");
        writer.start(100, 5);
        try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings)) {
            CamelContext context = caravan.shipper().main().getCamelContext();
            awaitObjects("nginx/");
            save("nginx", tail("nginx", "out0", ""));
            awaitObjects("out0/");
            save("nginx", "- route: [");
            awaitHealth(context, true);
            int before = s3.lines("out0/").size();
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("out0/").size() > before);
            save("nginx", "enabled: false\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> context.getRoute("nginx") == null);
            awaitHealth(context, true);
            assertTrue(log.text().contains("no source is on"), log.text());
            Files.delete(routes.resolve("nginx.yaml"));
            int shipped = s3.lines("nginx/").size();
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").size() > shipped);
            assertTrue(log.text().contains("nginx.yaml (as it comes with Caravan): it holds again"), log.text());
            // Under another name, too, the lines are not collected twice: nor with the steps of the shipped one.
            save("web", tail("nginx", "out1", ""));
            awaitObjects("out1/");
            awaitHealth(context, false);
            Files.delete(routes.resolve("web.yaml"));
            int again = s3.lines("nginx/").size();
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").size() > again);
            awaitAll("nginx/", "out0/", "out1/");
        }
        assertEquals("", NumberedWriter.compare(numbers("nginx/", "out"), writer.written()));
    }
}
