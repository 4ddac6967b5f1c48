package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.FailPoint;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.Relay;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills the process with SIGKILL at every step and at random times; each line must be in the bucket once. */
class KillIT {

    @TempDir
    Path directory;
    private Path logs;
    private S3Server s3;
    private NumberedWriter writer;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        writer = new NumberedWriter(logs.resolve("access.log"));
    }

    @AfterEach
    void stop() throws Exception {
        writer.stop();
        writer.close();
        s3.close();
    }

    @ParameterizedTest
    @EnumSource(value = FailPoint.class, names = {"COMMAND_ENDED", "MOVED_TO_EMBEDDED"}, mode = EnumSource.Mode.EXCLUDE)
    void eachLineIsInTheBucketOnceAfterAKillAt(FailPoint step) throws Exception {
        Map<String, String> settings = CaravanProcess.oneLog(logs, s3.endpoint());
        Map<String, String> deadly = new TreeMap<>(settings);
        deadly.put("caravan.test.kill-at", step + (step == FailPoint.DESTINATION_KNOWN ? "" : ":3"));
        writer.write(500);
        writer.start(50, 20);
        try (CaravanProcess process = CaravanProcess.start(directory, deadly)) {
            assertEquals(137, process.waitFor(60), "it should have been killed at " + step + process.output());
        }
        writer.rotate();
        try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> process.output().lines()
                .filter(l -> l.contains("delivered")).count() > 3);
            writer.stop();
            finish(process);
        }
    }

    @Test
    void eachLineIsInTheBucketOnceAfterKillsAtRandomTimesWhileTheLogIsRotated() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> settings = CaravanProcess.oneLog(logs, s3.endpoint());
        writer.start(100, 10);
        for (int i = 0; i < 6; i++) {
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                int kill = i;
                await().atMost(Duration.ofSeconds(60)).until(() -> process.output().lines()
                    .filter(l -> l.contains("nginx: following")).count() > kill);
                java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(1500) * 1_000_000L);
                writer.rotate();
                java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(700) * 1_000_000L);
                process.kill();
            }
            if (random.nextBoolean()) {
                writer.rotate();
            }
        }
        writer.stop();
        try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
            finish(process);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void eachLineIsInTheBucketOnceAfterAKillWhileAnswersOfS3AreLost() throws Exception {
        try (Relay relay = new Relay(s3.port())) {
            Map<String, String> settings = CaravanProcess.oneLog(logs, relay.endpoint());
            writer.start(50, 20);
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> !s3.keys().isEmpty());
                relay.mode(Relay.Mode.BREAK_AFTER_STORING);
                await().atMost(Duration.ofSeconds(60)).until(() -> relay.broken() > 3 && s3.keys().size() > 1);
                process.kill();
            }
            relay.mode(Relay.Mode.PASS);
            writer.stop();
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                finish(process);
                assertTrue(process.output().contains("was there already"), process.output());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Relay.Mode.class, names = {"DOWN", "SILENT", "SLOW"})
    void eachLineIsInTheBucketOnceAfterAKillWhileTheConnectionIs(Relay.Mode mode) throws Exception {
        try (Relay relay = new Relay(s3.port())) {
            Map<String, String> settings = CaravanProcess.oneLog(logs, relay.endpoint());
            writer.start(50, 20);
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> !s3.keys().isEmpty());
                relay.mode(mode);
                long before = writer.written();
                await().atMost(Duration.ofSeconds(60)).until(() -> writer.written() > before + 2000);
                process.kill();
            }
            relay.mode(Relay.Mode.PASS);
            writer.stop();
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                finish(process);
            }
        }
    }

    @Test
    void eachLineIsInTheBucketOnceAfterAKillWhileS3Answers500() throws Exception {
        Map<String, String> settings = CaravanProcess.oneLog(logs, s3.endpoint());
        writer.start(50, 20);
        try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !s3.keys().isEmpty());
            s3.answerPutsWith(500);
            long before = writer.written();
            await().atMost(Duration.ofSeconds(60)).until(() -> writer.written() > before + 2000);
            process.kill();
        }
        s3.answerPutsWith(0);
        writer.stop();
        try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
            finish(process);
        }
    }

    /** Waits until all lines are there, stops the process, and checks that nothing came twice. */
    private void finish(CaravanProcess process) throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= writer.written()
            || !process.isAlive());
        process.stop();
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()),
            process.output());
        s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored twice"));
        try (var files = Files.walk(directory.resolve("state/outbox"))) {
            assertEquals(0, files.filter(Files::isRegularFile).count(), "the outbox is not empty" + process.output());
        }
    }
}
