package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program in other languages: Arabic has digits of its own, Turkish another small i. */
class LocaleIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "tr-TR"})
    void keysRecordsAndTheLogAreTheSame(String language) throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            writer.write(100);
            List<String> java = List.of("-Duser.language=" + language.substring(0, 2), "-Duser.country=" + language.substring(3));
            try (CaravanProcess process = CaravanProcess.start(directory, CaravanProcess.oneLog(logs, s3.endpoint()), CaravanProcess.jar(),
                List.of(), java)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= 100);
                process.stop();
                String output = process.output();
                assertTrue(output.contains(" INFO    nginx: following "), output);
                assertFalse(output.chars().anyMatch(c -> c > 0x7e), output);
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
            for (String key : s3.keys()) {
                assertTrue(key.matches("nginx/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9]{8}T[0-9]{6}Z_testhost_[a-z0-9]{6}-[0-9]{6}\\.log\\.gz"), key);
            }
        }
    }
}
