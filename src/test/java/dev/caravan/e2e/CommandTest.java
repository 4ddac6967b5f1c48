package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands through the route as it ships. */
@Tag("slow")
class CommandTest {

    @TempDir
    Path directory;
    private S3Server s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private InProcess run(String script, String interval) throws IOException {
        Path file = Files.writeString(directory.resolve("command"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(directory, s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.source.nginx.enabled", "false");
        settings.put("caravan.source.netstat.enabled", "true");
        settings.put("caravan.source.netstat.format", "raw");
        settings.put("caravan.source.netstat.command", file.toString());
        settings.put("caravan.source.netstat.interval", interval);
        return new InProcess(settings);
    }

    private String counting(String before) {
        return "n=$(cat " + directory + "/n 2>/dev/null || echo 0)\n" + before + "\necho \"line $n \"\necho $((n+1)) >"
            + directory + "/n\n";
    }

    private long ended() throws IOException {
        return Long.parseLong(Files.readString(directory.resolve("n")).trim());
    }

    private static Object attribute(String name) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(
            new ObjectName("dev.caravan:type=source,name=netstat"), name);
    }

    @RepeatedTest(3)
    void aRunThatIsUnderWayAtAStopIsDelivered() throws Exception {
        try (InProcess caravan = run(counting("touch " + directory + "/running; sleep 0.4"), "500ms")) {
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("netstat/").size() > 1);
            Files.deleteIfExists(directory.resolve("running"));
            await().pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(directory.resolve("running")));
        }
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("netstat/")), ended()));
    }

    @Test
    void aRunThatFallsDueWhileTheLastGoesOnIsSkippedAndCounted() throws Exception {
        try (InProcess caravan = run(counting("sleep 0.7"), "200ms")) {
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("netstat/").size() >= 3);
            long runs = (Long) attribute("Runs");
            long skipped = (Long) attribute("RunsSkipped");
            assertTrue(skipped >= 2 * (runs - 2), runs + " runs, " + skipped + " skipped");
            assertEquals(0L, attribute("RunsFailed"));
        }
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("netstat/")), ended()));
    }

    @Test
    void standardErrorIsNoRecordAndAFailedRunIsTold() throws Exception {
        String script = "echo on standard error >&2\nif [ -e " + directory + "/bad ]; then echo half; exit 3; fi\necho good\n";
        try (InProcess caravan = run(script, "200ms")) {
            await().atMost(Duration.ofSeconds(20)).until(() -> !s3.lines("netstat/").isEmpty());
            Files.createFile(directory.resolve("bad"));
            await().atMost(Duration.ofSeconds(20)).until(() -> (Long) attribute("RunsFailed") > 1);
            String problem = String.join(" ", (String[]) attribute("Problems"));
            assertTrue(problem.contains("its exit value was 3") && problem.contains("on standard error"), problem);
            Files.delete(directory.resolve("bad"));
            await().atMost(Duration.ofSeconds(20)).until(() -> ((String[]) attribute("Problems")).length == 0);
        }
        assertEquals(List.of("good"), s3.lines("netstat/").stream().distinct().toList());
    }

    @Test
    void aRunThatTakesLongerThanItsRouteAllowsIsKilledAndTold() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("slow.yaml"), """
            - route:
                id: slow
                from:
                  uri: kamelet:command-source
                  parameters:
                    source: slow
                    command: sleep 60
                    interval: 1s
                    runTimeout: 300ms
                  steps:
                    - to: kamelet:s3-batch-sink?source=slow
            """);
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(directory, s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.source.nginx.enabled", "false");
        settings.put("camel.main.routes-reload-directory", routes.toString());
        try (InProcess caravan = new InProcess(settings); LogCapture log = new LogCapture()) {
            await().until(() -> log.text().contains("slow: sleep 60 failed: it took longer than 300 ms. It runs again at the next interval."));
        }
    }
}
