package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zeek's TSV through the route as it ships, stopped and started in the middle of a file. */
@Tag("slow")
class ZeekTest {

    private static final String HEADER = "#separator \\x09\n#fields\tn\tq\n#types\tcount\tstring\n";

    @TempDir
    Path directory;
    private Path logs;
    private S3Server s3;
    private Map<String, String> settings;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectories(directory.resolve("logs/current"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        settings = new TreeMap<>(CaravanProcess.s3(s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.batch.interval", "300ms");
        settings.put("caravan.tail.poll-interval", "100ms");
        for (String source : List.of("nginx", "nginx-error", "auth", "netstat")) {
            settings.put("caravan.source." + source + ".enabled", "false");
        }
        settings.put("caravan.source.zeek.enabled", "true");
        settings.put("caravan.source.zeek.directory", logs.toString());
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private void runUntil(int lines) {
        try (InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("zeek-dns/").size() >= lines);
        }
    }

    @Test
    void theHeaderCountsAfterARestartAndAfterRotationWhileItWasDown() throws IOException {
        Path log = logs.resolve("dns.log");
        Files.writeString(log, HEADER + "1\ta\n");
        runUntil(1);
        Files.writeString(log, "2\tb\n", StandardOpenOption.APPEND);
        runUntil(2);
        Files.writeString(log, "3\tc\n#close\t2026-11-25-11-00-00\n", StandardOpenOption.APPEND);
        Files.move(log, logs.resolve("dns.2026-11-25-10-00-00.log"));
        Files.writeString(log, HEADER.replace("\tn\tq", "\tq\tn").replace("count\tstring", "string\tcount") + "d\t4\n");
        runUntil(4);
        assertEquals(List.of("{\"n\":1,\"q\":\"a\"}", "{\"n\":2,\"q\":\"b\"}", "{\"n\":3,\"q\":\"c\"}", "{\"q\":\"d\",\"n\":4}"),
            s3.lines("zeek-dns/"));
        assertEquals(List.of(), s3.keys().stream().filter(k -> !k.startsWith("zeek-dns/")).toList());
    }

    private static String records(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> n + "\tquery number " + n + "\n").collect(Collectors.joining());
    }

    private static String opened(int hour) {
        return HEADER.replace("#fields", "#open\t2026-11-25-%02d-00-00\n#fields".formatted(hour));
    }

    /** As Zeek does it with zeekctl: renamed, compressed into the directory of the day, removed; then a new log. */
    private void rotate(String day, int hour) throws IOException {
        Path log = logs.resolve("dns.log");
        Files.writeString(log, "#close\t2026-11-25-11-00-00\n", StandardOpenOption.APPEND);
        Path rotated = logs.resolve("dns.%s-%02d-00-00.log".formatted(day, hour));
        Files.move(log, rotated);
        Path archive = Files.createDirectories(directory.resolve("logs").resolve(day));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(
            archive.resolve("dns.%02d:00:00-%02d:00:00.log.gz".formatted(hour, hour + 1))))) {
            Files.copy(rotated, out);
        }
        Files.delete(rotated);
    }

    @Test
    void whatWasArchivedWhileItWasDownIsReadFromTheArchive() throws IOException {
        Path log = logs.resolve("dns.log");
        Path before = Files.createDirectories(directory.resolve("logs/2026-11-24"));
        Path old = before.resolve("dns.22:00:00-23:00:00.log");
        Files.writeString(old, HEADER + "900\told\n");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));
        int n = 0;
        for (int round = 0; round < 2; round++) {
            // It runs while lines come, and while Zeek rotates.
            try (InProcess caravan = new InProcess(settings)) {
                Files.writeString(log, opened(7 * round) + records(n, n + 50));
                int read = n + 50;
                await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("zeek-dns/").size() >= read);
                rotate("2026-11-25", 7 * round);
                Files.writeString(log, opened(7 * round + 1) + records(n + 50, n + 100));
                await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("zeek-dns/").size() >= read + 50);
            }
            // It is stopped: the open log grows, and is rotated several times.
            Files.writeString(log, records(n + 100, n + 120), StandardOpenOption.APPEND);
            for (int i = 1; i < 4; i++) {
                rotate(i < 3 ? "2026-11-25" : "2026-11-26", 7 * round + i);
                Files.writeString(log, opened(7 * round + i + 1) + records(n + 100 + i * 20, n + 120 + i * 20));
            }
            n += 180;
            runUntil(n);
            rotate("2026-11-26", 7 * round + 5);
        }
        runUntil(n);
        assertEquals(IntStream.range(0, n).mapToObj(i -> "{\"n\":" + i + ",\"q\":\"query number " + i + "\"}").sorted().toList(),
            s3.lines("zeek-dns/").stream().sorted().toList());
        assertEquals(List.of(), s3.keys().stream().filter(k -> !k.startsWith("zeek-dns/")).toList());
    }
}
