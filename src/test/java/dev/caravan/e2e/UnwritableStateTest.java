package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The state directory cannot be written for a while, as when the disk is full. */
@Tag("slow")
class UnwritableStateTest {

    @TempDir
    Path directory;

    @RepeatedTest(2)
    void nothingIsLostItIsSaidOnceInWordsAndHealthGoesDownAndUpAgain() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Path script = Files.writeString(directory.resolve("count"), "#!/bin/sh\nn=$(cat " + directory
            + "/n 2>/dev/null || echo 0)\necho \"line $n \"\necho $((n+1)) >" + directory + "/n\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        StreamHandler handler = new StreamHandler(log, new SimpleFormatter());
        Logger.getLogger("").addHandler(handler);
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            Path state = directory.resolve("state");
            settings.put("caravan.state-dir", state.toString());
            settings.put("caravan.source.netstat.enabled", "true");
            settings.put("caravan.source.netstat.format", "raw");
            settings.put("caravan.source.netstat.command", script.toString());
            settings.put("caravan.source.netstat.interval", "200ms");
            try (InProcess caravan = new InProcess(settings)) {
                writer.write(100);
                await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 100
                    && !s3.lines("netstat/").isEmpty());
                for (String source : List.of("nginx", "netstat")) {
                    Files.move(state.resolve(source), directory.resolve("away-" + source));
                }
                writer.write(100);
                await().atMost(Duration.ofSeconds(30)).until(() -> isDown(caravan, "source-nginx")
                    && isDown(caravan, "source-netstat"));
                await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
                for (String source : List.of("nginx", "netstat")) {
                    Files.move(directory.resolve("away-" + source), state.resolve(source));
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= 200);
                writer.write(100);
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= 300
                    && !isDown(caravan, "source-nginx") && !isDown(caravan, "source-netstat"));
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), 300));
            long ended = Long.parseLong(Files.readString(directory.resolve("n")).trim());
            handler.flush();
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("netstat/")), ended),
                () -> "of " + ended + " runs:\n" + log.toString(StandardCharsets.UTF_8));
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
        handler.flush();
        String said = log.toString(StandardCharsets.UTF_8);
        assertTrue(!said.contains("\tat "), "a stack trace:\n" + said);
        assertTrue(!said.contains("MessageId"), "Camel's words:\n" + said);
        List<String> nginx = said.lines().filter(l -> l.contains("nginx: cannot write in the state directory "
            + directory.resolve("state"))).toList();
        assertTrue(!nginx.isEmpty() && nginx.size() <= 3, "said " + nginx.size() + " times: " + nginx);
    }

    private static boolean isDown(InProcess caravan, String id) {
        return HealthCheckHelper.invoke(caravan.shipper().main().getCamelContext()).stream()
            .anyMatch(r -> r.getCheck().getId().equals(id) && r.getState() == HealthCheck.State.DOWN);
    }
}
