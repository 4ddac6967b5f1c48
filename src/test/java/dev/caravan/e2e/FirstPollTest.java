package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first poll of a source comes before the rest of its route is there: it waits, or a poll interval would be lost. */
@Tag("slow")
class FirstPollTest {

    @TempDir
    Path directory;

    @Test
    void whatIsInALogAtTheStartNeedNotWaitForASecondPoll() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("caravan.tail.poll-interval", "1h");
            writer.write(100);
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> !s3.lines("nginx/").isEmpty());
                assertEquals(100, s3.lines("nginx/").size());
            }
        }
    }
}
