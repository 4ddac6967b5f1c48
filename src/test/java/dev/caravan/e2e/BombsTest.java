package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import dev.caravan.source.file.Logs;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotated files that are made to keep a log from being read: the lines of the others come, and health names each. */
class BombsTest {

    @TempDir
    Path directory;

    @Test
    void theLinesOfAllOthersComeAndHealthNamesWhatIsLeft() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Logs.append(logs.resolve("access.log"), Logs.lines(0, 10));
        Logs.append(logs.resolve("error.log"), Logs.lines(0, 10));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("caravan.source.nginx-error.enabled", "true");
            settings.put("caravan.source.nginx-error.directory", logs.toString());
            settings.put("caravan.tail.max-unpacked-bytes", "1MiB");
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").size() == 10);
                byte[] block = "bomb\n".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(logs.resolve("access.log.1.zst")))) {
                    for (int i = 0; i < 64; i++) {
                        out.write(block);
                    }
                }
                ByteArrayOutputStream empty = new ByteArrayOutputStream();
                new GZIPOutputStream(empty).close();
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(logs.resolve("error.log.1.gz")))) {
                    for (int i = 0; i < 200_000; i++) {
                        empty.writeTo(out);
                    }
                }
                Logs.append(logs.resolve("access.log"), Logs.lines(10, 20));
                Logs.append(logs.resolve("error.log"), Logs.lines(10, 20));
                await().atMost(Duration.ofSeconds(20)).until(() -> live(s3).size() == 20
                    && s3.lines("nginx-error/").size() == 20);
                await().atMost(Duration.ofSeconds(10)).until(() -> health(caravan).contains("access.log.1.zst"));
                assertTrue(health(caravan).contains("caravan.tail.max-unpacked-bytes"), health(caravan));
                Files.delete(logs.resolve("access.log.1.zst"));
                await().atMost(Duration.ofSeconds(20)).until(() -> health(caravan).isEmpty());
            }
            assertEquals(Logs.lines(0, 20), String.join("\n", live(s3)) + "\n");
            assertEquals(Logs.lines(0, 20), String.join("\n", s3.lines("nginx-error/")) + "\n");
        }
    }

    private static List<String> live(S3Server s3) throws IOException {
        return s3.lines("nginx/").stream().filter(l -> !l.equals("bomb")).toList();
    }

    private static String health(InProcess caravan) {
        return HealthCheckHelper.invoke(caravan.shipper().main().getCamelContext()).stream()
            .filter(r -> r.getState() == HealthCheck.State.DOWN).flatMap(r -> r.getMessage().stream())
            .collect(Collectors.joining());
    }
}
