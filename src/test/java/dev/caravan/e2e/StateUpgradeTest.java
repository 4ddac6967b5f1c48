package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.Sources;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts on the state directory of an older version, kept in {@code src/test/resources/state-1}; its Readme says what is in it. */
class StateUpgradeTest {

    @TempDir
    Path directory;

    @Test
    void eachLineComesOnceAfterTheUpgradeFromVersion1() throws Exception {
        Tree.copy(Path.of("src/test/resources/state-1"), directory);
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = settings(s3);
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> numbers(s3, "nginx/").size() >= 400
                    && numbers(s3, "nginx-error/").size() >= 50 && numbers(s3, "netstat/").size() >= 3);
                Sources sources = caravan.shipper().main().getCamelContext().getRegistry()
                    .lookupByNameAndType("sources", Sources.class);
                await().until(() -> sources.outbox().files() == 0);
                assertTrue(sources.get("nginx").stats().get(Event.DELIVERED) >= 4);
                assertTrue(sources.get("nginx-error").stats().get(Event.DELIVERED) >= 2);
            }
            // What would come twice comes with another start.
            new InProcess(settings).close();
            assertEquals(range(300, 700), numbers(s3, "nginx/"));
            assertEquals(range(40, 90), numbers(s3, "nginx-error/"));
            assertEquals(List.of(1L, 2L), numbers(s3, "netstat/").subList(0, 2));
            assertEquals(2, numbers(s3, "netstat/").stream().filter(n -> n < 3).count());
            s3.puts().forEach((key, count) -> assertEquals(1, count, key));
            for (String source : List.of("nginx", "nginx-error", "netstat")) {
                for (String file : List.of("checkpoint.json", "checkpoint.copy.json")) {
                    String text = Files.readString(directory.resolve("state").resolve(source).resolve(file));
                    assertTrue(text.contains("\"version\" : 2,"), text);
                }
            }
        }
    }

    private Map<String, String> settings(S3Server s3) {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(directory.resolve("logs"), s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.source.nginx-error.enabled", "true");
        settings.put("caravan.source.nginx-error.directory", directory.resolve("logs").toString());
        settings.put("caravan.source.netstat.enabled", "true");
        settings.put("caravan.source.netstat.format", "raw");
        settings.put("caravan.source.netstat.command", "echo line 3 of a command");
        return settings;
    }

    private static List<Long> numbers(S3Server s3, String prefix) {
        return NumberedWriter.numbers(s3.lines(prefix)).stream().sorted().toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
