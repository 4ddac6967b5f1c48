package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes the most memory, or all of it, and native code that is not there: other sources and files are shipped. */
class MemoryIT {

    private static final int SOURCES = 9;
    private static final int LINES = 4;
    private static final int LENGTH = 1_000_000;

    @TempDir
    Path directory;

    /** Control characters, which take six bytes each in JSON; and bytes that are no UTF-8, which are kept as base64, too. */
    private static byte[] line(int n) {
        byte[] line = new byte[LENGTH];
        Arrays.fill(line, n % 2 == 0 ? (byte) 1 : (byte) 0xff);
        line[LENGTH - 1] = '\n';
        return line;
    }

    @Test
    void linesOfControlCharactersInNineSourcesFitIntoTheHeap() throws Exception {
        Path routes = routes();
        Path logs = Files.createDirectory(directory.resolve("logs"));
        for (int i = 0; i < SOURCES; i++) {
            write(logs.resolve("n" + i + ".log"));
            Files.writeString(routes.resolve("n" + i + ".yaml"), """
                - beans:
                    - name: json%1$d
                      type: "#class:dev.caravan.parse.generic.JsonFormat"
                - route:
                    id: n%1$d
                    from:
                      uri: kamelet:log-tail-source
                      parameters: { source: n%1$d, directory: "%2$s", fileName: n%1$d.log }
                      steps:
                        - unmarshal: { custom: { ref: json%1$d } }
                        - to: kamelet:s3-batch-sink?source=n%1$d
                """.formatted(i, logs));
        }
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.source.nginx.enabled", "false");
            settings.put("caravan.batch.interval", "2s");
            List<String> java = List.of("-Xms24m", "-Xmx96m", "-Xmn6m", "-Xss512k", "-XX:+ExitOnOutOfMemoryError");
            try (CaravanProcess process = CaravanProcess.start(directory, settings, CaravanProcess.jar(), List.of(), java)) {
                await().atMost(Duration.ofSeconds(90)).until(() -> !process.isAlive() || isAll(s3));
                assertTrue(process.isAlive(), process.output());
                process.stop();
            }
            for (int i = 0; i < SOURCES; i++) {
                assertEquals(List.of("{\"n\":1}", "{\"n\":2}"), s3.lines("n" + i + "/"), "n" + i);
                List<String> refused = s3.lines("unparsed/n" + i + "/");
                assertEquals(LINES, refused.size());
                assertTrue(refused.stream().anyMatch(l -> l.length() > 6 * (LENGTH - 1)));
            }
        }
    }

    /** Java itself ends where the launcher's flag tells it to; here it has none, as with java -jar. */
    @Test
    void aSourceThatTwiceTookAllMemoryIsLeftOutAndTheOthersAreShipped() throws Exception {
        Path routes = routes();
        Path logs = Files.createDirectory(directory.resolve("logs"));
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(logs.resolve("huge.log"))) {
            for (int i = 0; i < 100; i++) {
                out.write(megabyte);
            }
        }
        for (String name : new String[] {"huge", "other"}) {
            Files.writeString(routes.resolve(name + ".yaml"), """
                - route:
                    id: %1$s
                    from:
                      uri: kamelet:log-tail-source
                      parameters: { source: %1$s, directory: "%2$s", fileName: %1$s.log, maxLineBytes: 500MiB }
                      steps:
                        - to: kamelet:s3-batch-sink?source=%1$s
                """.formatted(name, logs));
        }
        Files.writeString(logs.resolve("other.log"), "one\n");
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.source.nginx.enabled", "false");
            for (int i = 0; i < 2; i++) {
                try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                    assertEquals(3, process.waitFor(60), process.output());
                }
            }
            Files.writeString(logs.resolve("other.log"), "two\n", StandardOpenOption.APPEND);
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive() || s3.lines("other/").size() == 2);
                assertTrue(process.output().contains("huge: it is left out in this run"), process.output());
                process.stop();
            }
            assertEquals(List.of("one", "two"), s3.lines("other/"));
            // It is tried again, and goes on where it was.
            Files.writeString(logs.resolve("huge.log"), "small\n");
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive() || !s3.lines("huge/").isEmpty());
                process.stop();
            }
            assertEquals(List.of("small"), s3.lines("huge/"));
            assertEquals(List.of("one", "two"), s3.lines("other/"));
        }
    }

    /** As where the directory for native code is mounted noexec, but on any machine. */
    @Test
    void whereZstdCannotBeLoadedOneFileIsLeftAndNamed() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Files.writeString(logs.resolve("access.log"), "one\n");
        byte[] packed = com.github.luben.zstd.Zstd.compress("rotated\n".getBytes(StandardCharsets.US_ASCII));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            List<String> java = List.of("-Xmx160m", "-DZstdNativePath=/nonexistent/libzstd.so");
            try (CaravanProcess process = CaravanProcess.start(directory, settings, CaravanProcess.jar(), List.of(), java)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() == 1);
                Files.write(logs.resolve("access.log.1.zst"), packed);
                for (int i = 2; i < 6; i++) {
                    int lines = i;
                    Files.writeString(logs.resolve("access.log"), i + "\n", StandardOpenOption.APPEND);
                    await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() == lines);
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> process.output().contains("access.log.1.zst needs native code"));
                process.stop();
            }
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("nginx/").size() == 6);
                process.stop();
            }
            assertEquals(List.of("one", "2", "3", "4", "5", "rotated"), s3.lines("nginx/"));
        }
    }

    private Path routes() throws IOException {
        return Files.createDirectory(directory.resolve("routes"));
    }

    private static boolean isAll(S3Server s3) throws IOException {
        for (int i = 0; i < SOURCES; i++) {
            if (s3.lines("n" + i + "/").size() < 2 || s3.lines("unparsed/n" + i + "/").size() < LINES) {
                return false;
            }
        }
        return true;
    }

    private static void write(Path log) throws IOException {
        try (OutputStream out = Files.newOutputStream(log)) {
            out.write("{\"n\":1}\n".getBytes(StandardCharsets.US_ASCII));
            for (int n = 0; n < LINES; n++) {
                out.write(line(n));
            }
            out.write("{\"n\":2}\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
