package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.FailPoint;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process is killed while a route is taken over; each line must be in the bucket once. */
class ReloadIT {

    @TempDir
    Path directory;
    private Path logs;
    private S3Server s3;
    private NumberedWriter writer;
    private Map<String, String> settings;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
        Files.createDirectory(directory.resolve("routes"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        writer = new NumberedWriter(logs.resolve("access.log"));
        settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
        settings.put("caravan.source.nginx.enabled", "false");
        save("out0");
    }

    @AfterEach
    void stop() throws Exception {
        writer.stop();
        writer.close();
        s3.close();
    }

    private void save(String output) throws IOException {
        Path file = Files.writeString(directory.resolve("saved"), """
            - route:
                id: one
                from:
                  uri: kamelet:log-tail-source
                  parameters: { source: one, directory: %s, fileName: access.log }
                  steps:
                    - unmarshal: { custom: { ref: raw } }
                    - to: { uri: "kamelet:s3-batch-sink", parameters: { source: %s } }
            """.formatted(logs, output));
        Files.move(file, directory.resolve("routes/one.yaml"), StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
    }

    /** With an interval of an hour, it is the change that seals. */
    @ParameterizedTest
    @EnumSource(value = FailPoint.class, names = {"PARTS_FORCED", "COMMITTED", "MOVED", "SEALED"})
    void eachLineIsInTheBucketOnceAfterAKillAtTheSealOfAChangeAt(FailPoint step) throws Exception {
        Map<String, String> deadly = new TreeMap<>(settings);
        deadly.put("caravan.test.kill-at", step + ":1");
        deadly.put("caravan.batch.interval", "1h");
        writer.start(50, 20);
        try (CaravanProcess process = CaravanProcess.start(directory, deadly)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> process.output().contains("one: following"));
            save("out1");
            assertEquals(137, process.waitFor(60), "it should have been killed at " + step + process.output());
            assertTrue(s3.keys().isEmpty(), "something was delivered before");
        }
        try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
            finish(process);
        }
    }

    @Test
    void eachLineIsInTheBucketOnceAfterKillsAtRandomTimesAfterChanges() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        writer.start(100, 5);
        for (int i = 0; i < 6; i++) {
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                int kill = i;
                await().atMost(Duration.ofSeconds(60)).until(() -> process.output().lines()
                    .filter(l -> l.contains("one: following")).count() > kill);
                save("out" + (i + 1));
                if (random.nextBoolean()) {
                    writer.rotate();
                }
                // It is taken over after half a second to one and a half.
                LockSupport.parkNanos((400 + random.nextInt(1400)) * 1_000_000L);
                process.kill();
            }
        }
        int before = Files.readString(directory.resolve("caravan.log")).length();
        try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> process.output().substring(before).contains("started;"));
            if (!process.output().substring(before).contains("one: it is left out in this run")) {
                finish(process);
                return;
            }
            process.stop();
        }
        // Two kills in a row hit a poll, and nothing was sealed in between: the source is left out for one run.
        try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
            finish(process);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private void finish(CaravanProcess process) throws Exception {
        save("last");
        await().atMost(Duration.ofSeconds(60)).until(() -> s3.keys().stream().anyMatch(k -> k.startsWith("last/")));
        writer.stop();
        await().atMost(Duration.ofSeconds(60)).until(() -> numbers().size() >= writer.written());
        process.stop();
        assertEquals("", NumberedWriter.compare(numbers(), writer.written()), process.output());
        s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored twice"));
    }

    private List<Long> numbers() {
        return NumberedWriter.numbers(s3.lines(""));
    }
}
