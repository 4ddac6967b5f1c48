package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.app.NotStartedException;
import dev.caravan.state.FullDisk;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.Relay;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program with its state on a disk that is really full, or read-only. */
@Tag("slow")
class DiskTest {

    @TempDir
    Path directory;
    private Path logs;
    private Path disk;
    private boolean mounted;
    private S3Server s3;
    private Relay relay;
    private NumberedWriter writer;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
        disk = Files.createDirectory(directory.resolve("disk"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        relay = new Relay(s3.port());
        writer = new NumberedWriter(logs.resolve("access.log"));
    }

    @AfterEach
    void stop() throws Exception {
        writer.stop();
        writer.close();
        relay.close();
        s3.close();
        if (mounted) {
            assertTrue(run("umount", disk.toString()), "umount");
        }
    }

    @Test
    void eachLineComesOnceThoughTheDiskIsFull() throws Exception {
        mount("2m");
        relay.mode(Relay.Mode.DOWN);
        writer.start(200, 5);
        try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(90)).until(() -> isDown(caravan, "source-nginx", "No space left on device"));
            writer.stop();
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            relay.mode(Relay.Mode.PASS);
            await().atMost(Duration.ofSeconds(120)).until(() -> s3.lines("nginx/").size() >= writer.written());
            await().atMost(Duration.ofSeconds(30)).until(() -> !isDown(caravan, "source-nginx", ""));
            assertTrue(!log.text().contains("\tat "), "a stack trace:\n" + log.text());
        }
        check();
    }

    @Test
    void theStartIsRefusedInWordsWhileTheFileSystemIsReadOnlyAndNothingIsLostByIt() throws Exception {
        mount("8m");
        writer.write(300);
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 300);
        }
        assertTrue(run("mount", "-o", "remount,ro", disk.toString()), "remount");
        writer.write(100);
        writer.rotate();
        writer.write(100);
        String message = NotStartedException.explain(assertThrows(RuntimeException.class, () -> new InProcess(settings())));
        assertTrue(message.contains("state directory " + disk.resolve("state")) && message.contains("Read-only file system"),
            message);
        assertTrue(run("mount", "-o", "remount,rw", disk.toString()), "remount");
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 500);
        }
        check();
    }

    @Test
    void eachLineComesOnceThoughTheFileSystemBecomesReadOnlyAndWhatWasDeliveredCannotBeDeleted() throws Exception {
        relay.mode(Relay.Mode.DOWN);
        writer.write(300);
        try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> outboxFiles() > 0);
            try (FullDisk readOnly = FullDisk.readOnly()) {
                relay.mode(Relay.Mode.PASS);
                writer.write(300);
                await().atMost(Duration.ofSeconds(60)).until(() -> isDown(caravan, "source-nginx", "Read-only file system")
                    && isDown(caravan, "delivery", "Read-only file system") && !s3.lines("nginx/").isEmpty());
                await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            }
            await().atMost(Duration.ofSeconds(90)).until(() -> s3.lines("nginx/").size() >= 600 && outboxFiles() == 0);
            await().atMost(Duration.ofSeconds(30)).until(() -> !isDown(caravan, "source-nginx", "")
                && !isDown(caravan, "delivery", ""));
            assertTrue(log.text().contains("was there already"), log.text());
            assertTrue(!log.text().contains("\tat "), "a stack trace:\n" + log.text());
        }
        check();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, relay.endpoint()));
        settings.put("caravan.state-dir", disk.resolve("state").toString());
        return settings;
    }

    private void mount(String size) throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString());
        Assumptions.assumeTrue(mounted, "a file system in memory can be mounted by root alone");
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isDown(InProcess caravan, String id, String reason) {
        return HealthCheckHelper.invoke(caravan.shipper().main().getCamelContext()).stream()
            .anyMatch(r -> r.getCheck().getId().equals(id) && r.getState() == HealthCheck.State.DOWN
                && String.valueOf(r.getMessage().orElse("")).contains(reason));
    }

    private void check() throws IOException {
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
        s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored twice"));
        assertEquals(0, outboxFiles(), "the outbox is not empty");
    }

    private long outboxFiles() throws IOException {
        try (var files = Files.walk(disk.resolve("state/outbox"))) {
            return files.filter(Files::isRegularFile).count();
        } catch (java.io.UncheckedIOException e) {
            return -1;
        }
    }
}
