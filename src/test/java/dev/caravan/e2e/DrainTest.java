package dev.caravan.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written just before a drain is in the bucket after it. */
class DrainTest {

    @TempDir
    Path directory;

    @Test
    void linesThatNoPollHasSeenAreReadFirst() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            // No poll of its own after the first, and no batch that is old enough.
            settings.put("caravan.tail.poll-interval", "1h");
            settings.put("caravan.batch.interval", "1h");
            try (InProcess caravan = new InProcess(settings)) {
                for (int round = 1; round <= 3; round++) {
                    writer.write(100);
                    StringBuilder out = new StringBuilder();
                    assertTrue(caravan.shipper().drain(30_000, out), out.toString());
                    assertTrue(out.toString().endsWith("all that was collected is delivered\n"), out.toString());
                    assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
                    assertEquals(100 * round, s3.lines("nginx/").size());
                }
                // What has no end yet is told, in bytes.
                Files.writeString(logs.resolve("access.log"), "half a line", StandardOpenOption.APPEND);
                StringBuilder out = new StringBuilder();
                assertFalse(caravan.shipper().drain(1_500, out));
                assertTrue(out.toString().startsWith("11 B of nginx (unread) are left"), out.toString());
            }
        }
    }
}
