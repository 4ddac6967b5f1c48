package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real lines through the routes as they ship, to a real S3 server; what is asserted is what is in the bucket. */
@Tag("slow")
class SamplesTest {

    private static final Path SAMPLES = Path.of("src/test/resources/samples");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;
    private Path logs;
    private S3Server s3;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.s3(s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.batch.interval", "500ms");
        settings.put("caravan.tail.poll-interval", "100ms");
        settings.put("caravan.source.netstat.command", "cat " + SAMPLES.resolve("netstat-tunlp.txt").toAbsolutePath());
        for (String source : List.of("nginx", "nginx-error", "auth")) {
            settings.put("caravan.source." + source + ".directory", logs.toString());
        }
        return settings;
    }

    private void copy(String sample, String log) throws IOException {
        Files.copy(SAMPLES.resolve(sample), logs.resolve(log));
    }

    private static long lines(String sample) throws IOException {
        try (var in = Files.newInputStream(SAMPLES.resolve(sample))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1).chars()
                .filter(c -> c == '\n').count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "none"})
    void linesOfNginxAreInTheBucketByteForByteAndThoseOfAuthAndNetstatAsRecords(String compression) throws Exception {
        copy("nginx-access.log", "access.log");
        copy("nginx-error.log", "error.log");
        copy("auth-rfc3339.log", "auth.log");
        Map<String, String> settings = settings();
        settings.put("caravan.batch.compression", compression);
        long auth = lines("auth-rfc3339.log");
        try (InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.content("nginx/").length > 0
                && s3.content("nginx-error/").length > 0 && s3.lines("auth/").size() >= auth
                && s3.lines("netstat/").size() >= 9);
        }
        assertArrayEquals(Files.readAllBytes(SAMPLES.resolve("nginx-access.log")), s3.content("nginx/"));
        assertArrayEquals(Files.readAllBytes(SAMPLES.resolve("nginx-error.log")), s3.content("nginx-error/"));
        assertEquals(golden("syslog", "auth-rfc3339"), records("auth/"));
        assertEquals(9, s3.lines("netstat/").size());
        assertTrue(s3.keys().stream().noneMatch(k -> k.startsWith("unparsed/")), s3.keys().toString());
        s3.puts().forEach((key, count) -> assertEquals(1, count, key));
        String suffix = Map.of("gzip", ".gz", "zstd", ".zst", "none", "").get(compression);
        for (String key : s3.keys()) {
            assertTrue(key.matches("[a-z-]+/20[0-9]{2}/[01][0-9]/[0-3][0-9]/20[0-9]{6}T[0-9]{6}Z_testhost_[a-z0-9]{6}-"
                + "[0-9]{6}\\.(log|json)" + suffix.replace(".", "\\.")), key);
            assertNull(s3.request(key).contentEncoding(), "readers unpack twice where there is a Content-Encoding");
            assertEquals("*", s3.request(key).ifNoneMatch(), "the request was not conditional");
        }
    }

    @Test
    void oneSettingEachTurnsNginxToJson() throws Exception {
        copy("nginx-access.log", "access.log");
        copy("nginx-error.log", "error.log");
        Map<String, String> settings = settings();
        settings.put("caravan.source.nginx.format", "json");
        settings.put("caravan.source.nginx-error.format", "json");
        settings.put("caravan.source.auth.enabled", "false");
        settings.put("caravan.source.netstat.enabled", "false");
        long access = lines("nginx-access.log");
        try (InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= access
                && !s3.lines("nginx-error/").isEmpty());
        }
        assertEquals(golden("nginxAccess", "nginx-access"), records("nginx/"));
        assertEquals(golden("nginxError", "nginx-error"), records("nginx-error/"));
        assertTrue(s3.keys().stream().allMatch(k -> k.endsWith(".json.gz")), s3.keys().toString());
    }

    @Test
    void aLineThatNoParserUnderstandsIsKeptWithTheReason() throws Exception {
        Files.write(logs.resolve("auth.log"), concat("2026-11-25T02:24:49Z web1 sshd[1]: good\n".getBytes(),
            "no time stamp at all\n".getBytes(), new byte[] {'b', 'a', 'd', ' ', (byte) 0xff, '\n'},
            "2026-11-25T02:24:50Z web1 sshd[1]: good again\n".getBytes()));
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("unparsed/auth/").size() >= 2
                && s3.lines("auth/").size() >= 2);
        }
        List<JsonNode> unparsed = records("unparsed/auth/");
        assertEquals(2, unparsed.size());
        assertEquals("no time stamp at all", unparsed.get(0).get("raw").asText());
        assertEquals(40, unparsed.get(0).get("offset").asLong());
        assertEquals("auth", unparsed.get(0).get("source").asText());
        assertEquals(logs.resolve("auth.log").toString(), unparsed.get(0).get("file").asText());
        assertFalse(unparsed.get(0).get("reason").asText().isBlank());
        assertArrayEquals(new byte[] {'b', 'a', 'd', ' ', (byte) 0xff},
            java.util.Base64.getDecoder().decode(unparsed.get(1).get("raw_base64").asText()));
        assertEquals(2, s3.lines("auth/").size());
    }

    @Test
    void theStateDirectoryIsReadableByItsOwnerAlone() throws Exception {
        copy("auth-rfc3339.log", "auth.log");
        s3.answerPutsWith(503);
        try (InProcess caravan = new InProcess(settings())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(directory.resolve("state/outbox/auth")));
        }
        try (var files = Files.walk(directory.resolve("state"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String mode = java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertTrue(mode.endsWith("------"), file + " is " + mode);
            }
        }
    }

    private List<JsonNode> records(String prefix) throws IOException {
        List<JsonNode> records = new java.util.ArrayList<>();
        for (String line : s3.lines(prefix)) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    private static List<JsonNode> golden(String parser, String name) throws IOException {
        List<JsonNode> records = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/parse", parser, name + ".log.ndjson"))) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    private static byte[] concat(byte[]... parts) {
        var all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
