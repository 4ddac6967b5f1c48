package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A timer's first tick is lost when it comes before Camel has marked the route as started. */
@Tag("slow")
class FirstRunTest {

    @TempDir
    Path directory;

    /** How often it is tried: a race shows only sometimes. More: {@code -Dcaravan.test.first-run.tries=40}. */
    static java.util.stream.IntStream tries() {
        return java.util.stream.IntStream.range(0, Integer.getInteger("caravan.test.first-run.tries", 5));
    }

    @ParameterizedTest
    @MethodSource("tries")
    void aCommandIsRunAtTheStartAndNotOnlyAfterItsInterval(int attempt) throws Exception {
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(directory, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("caravan.source.nginx.enabled", "false");
            settings.put("caravan.source.netstat.enabled", "true");
            settings.put("caravan.source.netstat.command", "echo tcp 0 0 127.0.0.1:22 0.0.0.0:* LISTEN 1/sshd");
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(10)).until(() -> caravan.shipper().linesRead("netstat") > 0);
            }
        }
    }
}
