package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zeek's TSV through the route as it ships, stopped and started in the middle of a file. */
class ZeekTest {

    private static final String HEADER = "#separator \\x09\n#fields\tn\tq\n#types\tcount\tstring\n";

    @TempDir
    Path directory;
    private Path logs;
    private S3Server s3;
    private Map<String, String> settings;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
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
}
