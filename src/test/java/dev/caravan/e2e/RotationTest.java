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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotation while lines are written at full speed, through the whole program. */
@Tag("slow")
class RotationTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachLineComesOnceWhileTheLogIsRotatedUnderLoad(boolean copyTruncate) throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            writer.start(200, 5);
            try (InProcess caravan = new InProcess(settings)) {
                for (int i = 0; i < 8; i++) {
                    LockSupport.parkNanos(400_000_000);
                    if (copyTruncate) {
                        writer.copyTruncate();
                    } else {
                        writer.rotate();
                    }
                }
                writer.stop();
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() >= writer.written());
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
        }
    }
}
