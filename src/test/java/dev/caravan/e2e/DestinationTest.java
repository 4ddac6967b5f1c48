package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.app.NotStartedException;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was collected for one bucket goes to no other, and to no embedded server. */
@Tag("slow")
class DestinationTest {

    @TempDir
    Path directory;
    private Path logs;
    private Path state;

    @BeforeEach
    void folders() throws IOException {
        logs = Files.createDirectories(directory.resolve("logs"));
        state = directory.resolve("state");
    }

    private Map<String, String> settings(String endpoint) {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, endpoint));
        settings.put("caravan.state-dir", state.toString());
        return settings;
    }

    private Map<String, String> embedded() {
        Map<String, String> settings = settings("http://127.0.0.1:1");
        settings.put("caravan.bucket", "");
        settings.put("caravan.embedded.port", "0");
        return settings;
    }

    private static String refused(Map<String, String> settings) {
        return NotStartedException.explain(assertThrows(RuntimeException.class, () -> new InProcess(settings).close()));
    }

    @Test
    void theStateOfABucketIsNoStateForAnotherOne() throws Exception {
        try (S3Server one = new S3Server(Files.createDirectory(directory.resolve("one")));
            S3Server two = new S3Server(Files.createDirectory(directory.resolve("two")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            writer.write(10);
            try (InProcess caravan = new InProcess(settings(one.endpoint()))) {
                await().atMost(Duration.ofSeconds(30)).until(() -> one.lines("nginx/").size() == 10);
                one.answerPutsWith(503);
                writer.write(10);
                await().atMost(Duration.ofSeconds(30)).until(() -> tree(state).stream().anyMatch(f -> f.contains("/outbox/nginx/")));
            }
            List<String> before = tree(state);
            String message = refused(embedded());
            assertTrue(message.contains("caravan.bucket is not set") && message.contains("s3://logs at " + one.endpoint())
                && message.contains("set caravan.bucket = logs"), message);
            message = refused(settings(two.endpoint()));
            assertTrue(message.contains("1 objects for it wait in the outbox")
                && message.contains("caravan.destination.confirm = logs"), message);
            assertEquals(before, tree(state));

            Map<String, String> confirmed = settings(two.endpoint());
            confirmed.put("caravan.destination.confirm", "logs");
            try (InProcess caravan = new InProcess(confirmed)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> two.lines("nginx/").size() == 10);
            }
            one.answerPutsWith(0);
            try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings(one.endpoint()))) {
                writer.write(10);
                await().atMost(Duration.ofSeconds(30)).until(() -> one.lines("nginx/").size() == 20);
                assertTrue(log.text().contains("Objects went to s3://logs at " + two.endpoint()), log.text());
            }
            List<Long> all = new ArrayList<>(NumberedWriter.numbers(one.lines("nginx/")));
            all.addAll(NumberedWriter.numbers(two.lines("nginx/")));
            assertEquals("", NumberedWriter.compare(all, 30));
        }
    }

    @Test
    void theFirstBucketGetsTheLogsFromTheirBeginning() throws Exception {
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            writer.write(10);
            try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(embedded())) {
                await().atMost(Duration.ofSeconds(30)).until(() -> caravan.delivered().size() == 1);
                assertTrue(log.text().contains("nothing leaves this machine") && log.text().contains("only users who can read")
                    && log.text().contains("to ship to a bucket, set caravan.bucket"), log.text());
            }
            assertEquals(range(0, 10), inEmbedded());
            assertTrue(Files.notExists(state.resolve("outbox")) && Files.notExists(state.resolve("nginx")));
            writer.write(10);
            try (InProcess caravan = new InProcess(settings(s3.endpoint()))) {
                await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 20);
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), 20));
            assertEquals(range(0, 10), inEmbedded());
        }
    }

    @Test
    void theStateOfAnEarlierEmbeddedModeMovesAndGoesOn() throws Exception {
        Tree.copy(Path.of("src/test/resources/state-1-embedded"), directory);
        Files.writeString(logs.resolve("access.log"), "line 100 more\n", java.nio.file.StandardOpenOption.APPEND);
        try (InProcess caravan = new InProcess(embedded())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> inEmbedded().size() >= 101);
        }
        new InProcess(embedded()).close();
        assertEquals(range(0, 101), inEmbedded());
        try (Stream<Path> left = Files.list(state)) {
            assertEquals(List.of("embedded", "lock"), left.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aBucketGetsWhatComesAfterAnEarlierEmbeddedMode() throws Exception {
        Tree.copy(Path.of("src/test/resources/state-1-embedded"), directory);
        Files.writeString(logs.resolve("access.log"), "line 100 more\n", java.nio.file.StandardOpenOption.APPEND);
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            try (InProcess caravan = new InProcess(settings(s3.endpoint()))) {
                await().atMost(Duration.ofSeconds(30)).until(() -> !s3.lines("nginx/").isEmpty());
            }
            assertEquals(List.of("line 100 more"), s3.lines("nginx/"));
        }
    }

    @Test
    void theStateOfAnEarlierBucketIsNotTheEmbeddedServers() throws Exception {
        Tree.copy(Path.of("src/test/resources/state-1-embedded-then-bucket"), directory);
        Files.writeString(logs.resolve("access.log"), "line 150 more\n", java.nio.file.StandardOpenOption.APPEND);
        List<String> before = tree(state);
        String message = refused(embedded());
        assertTrue(message.contains("used by an older version to deliver to a bucket: set caravan.bucket"), message);
        assertEquals(before, tree(state));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            try (InProcess caravan = new InProcess(settings(s3.endpoint()))) {
                await().atMost(Duration.ofSeconds(30)).until(() -> !s3.lines("nginx/").isEmpty());
            }
            assertEquals(List.of("line 150 more"), s3.lines("nginx/"));
        }
    }

    @Test
    void theEmbeddedServerKeepsTheNewestObjects() throws Exception {
        Map<String, String> settings = embedded();
        settings.put("caravan.embedded.max-bytes", "3000");
        settings.put("caravan.batch.compression", "none");
        try (NumberedWriter writer = new NumberedWriter(logs.resolve("access.log")); LogCapture log = new LogCapture()) {
            try (InProcess caravan = new InProcess(settings)) {
                for (int i = 1; i <= 5; i++) {
                    int objects = i;
                    writer.write(15);
                    await().atMost(Duration.ofSeconds(30)).until(() -> caravan.delivered().size() >= objects);
                }
            }
            List<Long> kept = inEmbedded();
            assertEquals(74, kept.get(kept.size() - 1));
            assertTrue(kept.size() < 60 && kept.size() >= 15, kept.toString());
            assertTrue(log.text().contains("oldest objects were deleted"), log.text());
        }
    }

    private List<Long> inEmbedded() throws IOException {
        List<String> lines = new ArrayList<>();
        Path bucket = state.resolve("embedded/s3/caravan/nginx");
        if (Files.notExists(bucket)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(bucket)) {
            for (Path file : (Iterable<Path>) all.filter(f -> f.toString().matches(".*-[0-9]{6}\\.log(\\.gz)?"))::iterator) {
                try (var in = Files.newInputStream(file)) {
                    var content = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
                    lines.addAll(new String(content.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
                }
            }
        }
        return NumberedWriter.numbers(lines);
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static List<String> tree(Path folder) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path file : Tree.of(folder).stream().filter(Files::isRegularFile).filter(f -> !f.endsWith("lock"))
            .filter(f -> !f.endsWith("polling")).sorted().toList()) {
            all.add(file + " " + Files.getLastModifiedTime(file));
        }
        return all;
    }
}
