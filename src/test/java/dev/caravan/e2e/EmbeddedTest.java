package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.source.file.Logs;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a bucket the objects go to the embedded server, and nobody but this user can see them. */
@Tag("slow")
class EmbeddedTest {

    @TempDir
    Path directory;

    @Test
    void objectsAreThisUsersAndTheLogShowsHowToSeeThemButNoKey() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Logs.append(logs.resolve("access.log"), Logs.lines(0, 10));
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, "http://127.0.0.1:1"));
        settings.keySet().removeIf(name -> name.startsWith("camel.component.aws2-s3."));
        settings.put("caravan.bucket", "");
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.embedded.port", "0");
        try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !caravan.delivered().isEmpty());
            Path config = all().filter(f -> f.endsWith("aws-config")).findFirst().orElseThrow();
            List<String> keys = Files.readAllLines(config).stream().filter(l -> l.contains("_key")).map(l -> l.split(" = ")[1])
                .toList();
            assertEquals(2, keys.size());
            assertTrue(log.text().contains("AWS_CONFIG_FILE=" + config + " aws --profile caravan s3 ls --recursive s3://caravan"),
                log.text());
            assertFalse(keys.stream().anyMatch(log.text()::contains), log.text());
            Path object = all().filter(f -> f.endsWith(caravan.delivered().get(0))).findFirst().orElseThrow();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(object)));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config)));
            for (Path path = object.getParent(); !path.equals(directory); path = path.getParent()) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path.toString());
            }
        }
    }

    private Stream<Path> all() throws Exception {
        return Tree.of(directory.resolve("state")).stream();
    }
}
