package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.Relay;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S3 fails in the ways it does; each line must be in the bucket once when it works again. */
@Tag("slow")
class FaultTest {

    @TempDir
    Path directory;
    private Path logs;
    private S3Server s3;
    private Relay relay;
    private NumberedWriter writer;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
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
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, relay.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.deliver.attempt-timeout", "500ms");
        return settings;
    }

    @ParameterizedTest
    @EnumSource(value = Relay.Mode.class, names = "PASS", mode = EnumSource.Mode.EXCLUDE)
    void eachLineComesOnceThoughTheConnectionIs(Relay.Mode mode) throws Exception {
        writer.start(50, 20);
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !s3.keys().isEmpty());
            relay.mode(mode);
            if (mode == Relay.Mode.SLOW) {
                int before = s3.keys().size();
                await().atMost(Duration.ofSeconds(30)).until(() -> s3.keys().size() > before);
            } else {
                await().atMost(Duration.ofSeconds(30)).until(() -> relay.broken() > 2);
            }
            writer.stop();
            relay.mode(Relay.Mode.PASS);
            await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= writer.written());
        }
        check();
    }

    @Test
    void eachLineComesOnceThoughS3IsDownAtTheStartAndCollectingGoesOnMeanwhile() throws Exception {
        relay.mode(Relay.Mode.DOWN);
        writer.write(1000);
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> outboxFiles() > 0);
            writer.write(1000);
            await().atMost(Duration.ofSeconds(30)).until(() -> outboxFiles() > 1);
            relay.mode(Relay.Mode.PASS);
            await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= 2000);
        }
        check();
    }

    @Test
    void aFilePutIntoTheOutboxByHandIsDeliveredAndHoldsNothingUp() throws Exception {
        writer.write(100);
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 100);
            Path file = directory.resolve("state/outbox/byhand/2026/11/25/one.log");
            Files.createDirectories(file.getParent());
            Files.move(Files.writeString(directory.resolve("one.log"), "a line\n"), file);
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.keys().contains("byhand/2026/11/25/one.log"));
            writer.write(100);
            await().atMost(Duration.ofSeconds(8)).until(() -> s3.lines("nginx/").size() >= 200);
        }
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(ints = {500, 503, 403, 409})
    void eachLineComesOnceAfterAnswersOf(int status) throws Exception {
        writer.write(1000);
        s3.answerPutsWith(status);
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> outboxFiles() > 0);
            writer.write(500);
            await().atMost(Duration.ofSeconds(30)).until(() -> outboxFiles() > 1);
            s3.answerPutsWith(0);
            await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= 1500);
        }
        check();
    }

    @Test
    void stoppingTakesLessThanTenSecondsWhileS3NeverAnswersAndTheLinesComeAfterTheNextStart() throws Exception {
        Map<String, String> settings = settings();
        settings.put("caravan.deliver.attempt-timeout", "60s");
        settings.put("caravan.batch.interval", "60s");
        relay.mode(Relay.Mode.SILENT);
        writer.write(1000);
        InProcess caravan = new InProcess(settings);
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(directory.resolve("state/nginx/open"))
            && !isEmpty(directory.resolve("state/nginx/open")));
        long start = System.nanoTime();
        caravan.close();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis < 10_000, "it took " + millis + " ms");
        assertEquals(1, outboxFiles(), "the open batch was not sealed");
        relay.mode(Relay.Mode.PASS);
        try (InProcess again = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= 1000);
        }
        check();
    }

    @Test
    void aStopSealsAndDeliversWhatIsOpen() throws Exception {
        Map<String, String> settings = settings();
        settings.put("caravan.batch.interval", "60s");
        writer.write(1000);
        try (InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !isEmpty(directory.resolve("state/nginx/open")));
            assertTrue(s3.keys().isEmpty());
        }
        assertEquals(1000, s3.lines("nginx/").size());
        check();
    }

    @Test
    void anotherObjectUnderTheKeyIsLeftAloneAndTheBatchGetsAnotherKey() throws Exception {
        writer.write(100);
        relay.mode(Relay.Mode.DOWN);
        String key;
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> outboxFiles() > 0);
        }
        try (var files = Files.walk(directory.resolve("state/outbox"))) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            key = directory.resolve("state/outbox").relativize(file).toString();
        }
        Path taken = directory.resolve("s3").resolve(S3Server.BUCKET).resolve(key);
        Files.createDirectories(taken.getParent());
        Files.writeString(taken, "somebody else's");
        relay.mode(Relay.Mode.PASS);
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 100);
        }
        assertEquals("somebody else's", Files.readString(taken, StandardCharsets.UTF_8));
        check();
    }

    @Test
    void withAStoreThatHasNoConditionalWritesItAsksFirst() throws Exception {
        Map<String, String> settings = settings();
        settings.put("caravan.conditional-writes", "false");
        writer.write(100);
        try (InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !s3.keys().isEmpty());
            relay.mode(Relay.Mode.BREAK_AFTER_STORING);
            writer.write(100);
            await().atMost(Duration.ofSeconds(30)).until(() -> relay.broken() > 1);
            relay.mode(Relay.Mode.PASS);
            await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= 200);
        }
        s3.keys().forEach(k -> assertEquals(null, s3.request(k).ifNoneMatch()));
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
    }

    @Test
    void collectingPausesWhileTheOutboxIsFullAndGoesOnByItself() throws Exception {
        Map<String, String> settings = settings();
        settings.put("caravan.outbox.max-bytes", "3000");
        relay.mode(Relay.Mode.DOWN);
        writer.start(20, 20);
        try (InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> outboxBytes() > 3000);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            long full = outboxBytes();
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            assertEquals(full, outboxBytes(), "the outbox grows beyond its limit");
            writer.stop();
            relay.mode(Relay.Mode.PASS);
            await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= writer.written());
        }
        check();
    }

    private void check() throws IOException {
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
        s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored twice"));
        assertEquals(0, outboxFiles(), "the outbox is not empty");
    }

    private long outboxFiles() throws IOException {
        return outbox(false);
    }

    private long outboxBytes() throws IOException {
        return outbox(true);
    }

    private long outbox(boolean bytes) throws IOException {
        Path outbox = directory.resolve("state/outbox");
        if (!Files.exists(outbox)) {
            return 0;
        }
        try (var files = Files.walk(outbox)) {
            return files.map(Path::toFile).filter(java.io.File::isFile).mapToLong(f -> bytes ? f.length() : 1).sum();
        } catch (java.io.UncheckedIOException e) {
            return 0;
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
