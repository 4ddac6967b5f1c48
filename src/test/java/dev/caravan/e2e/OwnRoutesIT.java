package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of routes of the user's own, beside the jar. */
class OwnRoutesIT {

    private static final String ROUTE = """
        - route:
            id: %s
            from:
              uri: kamelet:log-tail-source
              parameters:
                source: %s
                directory: %s
                fileName: "*.log"
              steps:
                - unmarshal: { custom: { ref: %s } }
                - to: kamelet:s3-batch-sink?source=%s
        """;

    @TempDir
    Path directory;

    @Test
    void aSourceIsAddedByAFileAndAMistakeInAnotherFileIsNamedAndStopsNoOther() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("broken.yaml"), ROUTE.formatted("broken", "broken", logs, "noSuchParser", "broken"));
        Files.writeString(routes.resolve("mine.yaml"), ROUTE.formatted("mine", "mine", logs, "raw", "mine"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("one.log"))) {
            writer.write(100);
            try (CaravanProcess process = CaravanProcess.start(directory, CaravanProcess.oneLog(logs, s3.endpoint()))) {
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("mine/").size() >= 100);
                assertTrue(process.output().contains("routes are those that come with Caravan, except where a file of the same name is in " + routes),
                    process.output());
                assertTrue(process.output().contains("routes/broken.yaml, line 10: ")
                    && process.output().contains("noSuchParser"), process.output());
                process.stop();
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("mine/")), writer.written()));
        }
    }
}
