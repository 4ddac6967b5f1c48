package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Route files are edited while numbered lines are written; each line must be in the bucket once. */
abstract class EditedRoutes {

    @TempDir
    Path directory;
    Path logs;
    Path routes;
    S3Server s3;
    NumberedWriter writer;

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

    InProcess run() {
        return new InProcess(settings());
    }

    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.source.nginx.enabled", "false");
        settings.put("camel.main.routes-reload-directory", routes.toString());
        return settings;
    }

    /** As an editor saves it: written beside, then renamed. */
    void save(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve("saved"), text);
        Files.move(file, routes.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    String tail(String id, String output, String more) {
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

    void awaitObjects(String prefix) {
        await().atMost(Duration.ofSeconds(30)).until(() -> s3.keys().stream().anyMatch(k -> k.startsWith(prefix)));
    }

    void awaitAll(String... prefixes) throws Exception {
        writer.stop();
        await().atMost(Duration.ofSeconds(60)).until(() -> numbers(prefixes).size() >= writer.written());
    }

    List<Long> numbers(String... prefixes) {
        return NumberedWriter.numbers(java.util.Arrays.stream(prefixes).flatMap(p -> s3.lines(p).stream()).toList());
    }

    static void awaitHealth(CamelContext context, boolean down) {
        // Camel's own checks fail when a route leaves while they look at it.
        await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(() -> isDown(context) == down);
    }

    static boolean isDown(CamelContext context) {
        return HealthCheckHelper.invoke(context).stream().anyMatch(r -> r.getCheck().getId().equals("routes")
            && r.getState() == HealthCheck.State.DOWN);
    }
}
