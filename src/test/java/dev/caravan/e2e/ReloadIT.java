package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route files are changed, added and broken while lines are written. */
class ReloadIT {

    private static final String ROUTE = """
        # change %d
        - route:
            id: %s
            from:
              uri: kamelet:log-tail-source
              parameters:
                source: %s
                directory: %s
                fileName: %s
              steps:
                - unmarshal: { custom: { ref: raw } }
                - to: kamelet:s3-batch-sink?source=%s
        """;

    @TempDir
    Path directory;
    private Path logs;
    private Path routes;

    @Test
    void nothingIsLostOrSentTwiceAcrossReloadsAndAMistakeInOneFileStopsNoOther() throws Exception {
        logs = Files.createDirectory(directory.resolve("logs"));
        routes = Files.createDirectory(directory.resolve("routes"));
        for (String shipped : new String[] {"deliver", "errors", "nginx"}) {
            Files.copy(Path.of("routes", shipped + ".yaml"), routes.resolve(shipped + ".yaml"));
        }
        Files.writeString(routes.resolve("broken.yaml"), ROUTE.formatted(0, "broken", "broken", logs, "x.log", "broken")
            .replace("ref: raw", "ref: noSuchParser"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
             NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"));
             NumberedWriter other = new NumberedWriter(logs.resolve("other.log"))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("camel.main.routes-reload-enabled", "true");
            settings.put("camel.main.routes-reload-directory", routes.toString());
            settings.put("camel.main.routes-reload-pattern", "*.yaml");
            settings.put("camel.main.routes-reload-remove-all-routes", "false");
            writer.start(50, 10);
            other.start(50, 10);
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> !s3.lines("nginx/").isEmpty());
                assertTrue(process.output().contains("routes/broken.yaml: ")
                    && process.output().contains("noSuchParser"), process.output());
                write("other.yaml", 0);
                await().atMost(Duration.ofSeconds(30)).until(() -> !s3.lines("other/").isEmpty());
                for (int i = 1; i <= 5; i++) {
                    int change = i;
                    long before = s3.lines("other/").size();
                    write("other.yaml", i);
                    Files.writeString(routes.resolve("nginx.yaml"), Files.readString(Path.of("routes/nginx.yaml"))
                        + "# change " + i + "\n");
                    writer.rotate();
                    await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("other/").size() > before + 300 * change);
                    LockSupport.parkNanos(1_000_000_000);
                }
                writer.stop();
                other.stop();
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= writer.written()
                    && s3.lines("other/").size() >= other.written());
                process.stop();
                assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()),
                    process.output());
                assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("other/")), other.written()),
                    process.output());
            }
        }
    }

    private void write(String file, int change) throws IOException {
        Files.writeString(routes.resolve(file), ROUTE.formatted(change, "other", "other", logs, "other.log", "other"));
    }
}
