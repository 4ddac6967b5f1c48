package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state of an earlier embedded mode is killed on its way to its new place. */
class EmbeddedMoveIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "4, false", "2, true"})
    void theNextStartGoesOnWithTheMove(int entry, boolean bucketThen) throws Exception {
        Tree.copy(Path.of("src/test/resources/state-1-embedded"), directory);
        Path state = directory.resolve("state");
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(directory.resolve("logs"), "http://127.0.0.1:1"));
        settings.put("caravan.bucket", "");
        settings.put("caravan.embedded.port", "0");
        // As a system property it wins over what Camel is told later: the routes must look into the embedded outbox all the same.
        settings.put("caravan.state-dir", state.toString());
        Map<String, String> deadly = new TreeMap<>(settings);
        deadly.put("caravan.test.kill-at", "MOVED_TO_EMBEDDED:" + entry);
        try (CaravanProcess process = CaravanProcess.start(directory, deadly)) {
            assertEquals(137, process.waitFor(60), process.output());
        }
        assertTrue(Files.exists(state.resolve("embedded/moving")));
        Files.writeString(directory.resolve("logs/access.log"), "line 100 more\n", StandardOpenOption.APPEND);
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            if (bucketThen) {
                settings.putAll(CaravanProcess.s3(s3.endpoint()));
            }
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                Path bucket = state.resolve("embedded/s3/caravan");
                await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive()
                    || (bucketThen ? s3.lines("nginx/").size() == 101 : Files.exists(bucket) && objects(bucket) == 3));
                process.stop();
                assertEquals(bucketThen ? 101 : 0, s3.lines("nginx/").size(), process.output());
            }
        }
        try (Stream<Path> left = Files.list(state.resolve("embedded"))) {
            List<String> names = left.map(f -> f.getFileName().toString()).toList();
            assertTrue(names.containsAll(List.of("instance", "nginx", "nginx-error", "s3")) && !names.contains("moving"),
                names.toString());
        }
        assertEquals(bucketThen ? 2 : 3, objects(state.resolve("embedded/s3/caravan")));
        assertTrue(Files.notExists(state.resolve("s3")));
    }

    private static long objects(Path bucket) throws IOException {
        try (Stream<Path> all = Files.walk(bucket)) {
            return all.filter(f -> f.getFileName().toString().endsWith(".log.gz")).count();
        }
    }
}
