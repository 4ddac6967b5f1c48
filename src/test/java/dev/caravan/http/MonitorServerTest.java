package dev.caravan.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running instance tells over HTTP, and to whom. */
@Timeout(60)
@Tag("slow")
class MonitorServerTest {

    private static final String TOKEN = "0123456789abcdef0123";
    private static final String BEARER = "Authorization: Bearer " + TOKEN + "\r\n";

    @TempDir
    static Path directory;
    private static S3Server s3;
    private static InProcess caravan;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.http.port", "0");
        settings.put("caravan.http.token-file", Files.writeString(directory.resolve("token"), TOKEN + "\n").toString());
        try (NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            writer.write(100);
        }
        // Its name must be kept from those without a token.
        Files.createFile(logs.resolve("access.log.1"));
        caravan = new InProcess(settings);
        port = caravan.shipper().httpPort();
        await().atMost(Duration.ofSeconds(30)).until(() -> !caravan.delivered().isEmpty());
    }

    @AfterAll
    static void stop() throws Exception {
        caravan.close();
        s3.close();
    }

    private static String get(String path, String lines) throws IOException {
        return RawRequest.get(port, path, lines).send();
    }

    @Test
    void countersAreForAll() throws Exception {
        String metrics = get("/observe/metrics", "");
        assertTrue(metrics.startsWith("HTTP/1.1 200 "), metrics);
        assertTrue(metrics.contains("Content-type: application/openmetrics-text; version=1.0.0"), metrics);
        assertTrue(metrics.contains("caravan_source_read_lines_total{source=\"nginx\"} 100.0\n"), metrics);
        assertTrue(metrics.contains("caravan_delivered_objects_total{source=\"nginx\"} 1.0\n"), metrics);
        assertTrue(metrics.contains("caravan_delivery_attempts_total{result=\"stored\"} 1.0\n"), metrics);
        assertTrue(metrics.contains("caravan_delivery_duration_seconds_count 1\n"), metrics);
        assertTrue(metrics.contains("caravan_source_state{source=\"nginx\",state=\"idle\"} "), metrics);
        assertTrue(metrics.contains("caravan_source_last_delivery_timestamp_seconds{source=\"nginx\"} 1."), metrics);
        assertTrue(metrics.contains("caravan_build_info{version="), metrics);
        assertTrue(metrics.endsWith("# EOF\n"), metrics);
        assertFalse(metrics.contains("access.log"), metrics);
    }

    @Test
    void healthHasReasonsForThoseWithTheToken() throws Exception {
        for (String path : List.of("/observe/health/live", "/observe/health/ready")) {
            String open = get(path, "");
            assertTrue(open.matches("(?s)HTTP/1.1 200 .*\\{\\s*\"status\" : \"UP\"\\s*\\}\n"), open);
        }
        String ready = get("/observe/health/ready", BEARER);
        assertTrue(ready.contains("\"name\" : \"source-nginx\"") && ready.contains("access.log"), ready);
        assertTrue(ready.contains("\"name\" : \"delivery\"") && ready.contains("\"name\" : \"routes\""), ready);
        String live = get("/observe/health/live", BEARER);
        assertTrue(live.contains("\"checks\"") && !live.contains("source-nginx"), live);
    }

    @Test
    void aWrongTokenIsRefused() throws Exception {
        assertTrue(get("/observe/metrics", "Authorization: Bearer " + TOKEN + "4\r\n").startsWith("HTTP/1.1 401 "));
        assertTrue(get("/observe/metrics", "Authorization: Basic eDp5\r\n").startsWith("HTTP/1.1 401 "));
        assertFalse(get("/observe/health/ready", "Cookie: caravan=" + TOKEN + "\r\n").contains("checks"));
    }

    @Test
    void thePageIsForABrowserThatCameWithTheTokenOnce() throws Exception {
        assertTrue(get("/", "").startsWith("HTTP/1.1 403 "));
        assertTrue(get("/?token=" + TOKEN + "x", "").startsWith("HTTP/1.1 403 "));
        String redirect = get("/?token=" + TOKEN, "");
        assertTrue(redirect.startsWith("HTTP/1.1 303 ") && redirect.contains("Location: /\r\n"), redirect);
        String cookie = redirect.replaceFirst("(?s).*Set-cookie: (caravan=[0-9a-f]{64}); Path=/; HttpOnly; SameSite=Strict\r\n.*", "$1");
        assertFalse(cookie.contains(TOKEN));
        String page = get("/", "Cookie: other=1; " + cookie + "\r\n");
        assertTrue(page.startsWith("HTTP/1.1 200 "), page);
        assertTrue(page.contains("Content-security-policy: default-src 'none'; style-src 'self'"), page);
        assertTrue(page.contains("scope=\"row\">nginx</th>") && page.contains(caravan.delivered().get(0)), page);
        assertTrue(page.contains("access.log</td>") && page.contains("caravan.http.token-file"), page);
        assertFalse(page.contains(TOKEN) || page.contains("testsecret"), page);
        assertFalse(page.contains("style=") || page.contains("onclick="), page);
        assertTrue(get("/page.css", "").contains("prefers-color-scheme"));
        assertTrue(get("/page.js", "").contains("fetch("));
        assertTrue(get("/uplot.js", "").contains("uPlot") && get("/uplot.css", "").contains(".u-wrap"));
        assertTrue(get("/icon.svg", "").contains("Content-type: image/svg+xml"));
        assertTrue(get("/history.json", "").startsWith("HTTP/1.1 403 "));
        String history = get("/history.json", "Cookie: " + cookie + "\r\n");
        assertTrue(history.contains("{\"times\":[1") && history.contains("\"name\":\"nginx\",\"rate\":["), history);
    }

    @Test
    void aStrangersNameThatPointsHereIsRefused() throws Exception {
        for (String host : List.of("Host: evil.example:" + port + "\r\n", "Host: 127.0.0.1.evil.example\r\n", "",
            "Host: 127.0.0.1\r\nHost: evil.example\r\n")) {
            String answer = new RawRequest(port, "GET /observe/metrics HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n").send();
            assertTrue(answer.matches("(?s)HTTP/1.1 40[03] .*"), host + answer);
        }
        assertTrue(new RawRequest(port, "GET /observe/metrics HTTP/1.1\r\nHost: LOCALHOST:9\r\nConnection: close\r\n\r\n").send()
            .startsWith("HTTP/1.1 200 "));
    }

    @Test
    void onlyReadingIsKnown() throws Exception {
        String post = new RawRequest(port, "POST /observe/metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n"
            + "Connection: close\r\n\r\n").send();
        assertTrue(post.startsWith("HTTP/1.1 405 "), post);
        String head = new RawRequest(port, "HEAD /observe/metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").send();
        assertTrue(head.startsWith("HTTP/1.1 200 ") && head.endsWith("\r\n\r\n"), head);
        assertTrue(get("/observe/other", "").startsWith("HTTP/1.1 404 "));
    }

    @Test
    void clientsThatStallDoNotHoldUpOthers() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.getOutputStream().write("GET /observe/metrics HTTP/1.1\r\nHost: 12".getBytes(StandardCharsets.UTF_8));
                stalled.add(socket);
            }
            long begun = System.nanoTime();
            assertTrue(get("/observe/health/live", "").startsWith("HTTP/1.1 200 "));
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(2), "it waited for the others");
            // They are cut off all the same.
            assertEquals(-1, stalled.get(0).getInputStream().read());
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }
}
