package dev.caravan.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.deliver.S3ClientFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Nobody on the machine but who has the keys gets anything from it, or keeps others from it. */
@Tag("slow")
class EmbeddedS3Test {

    private static final String BUCKET = "caravan";
    private static final String SUM = "caravan-sha256";

    @TempDir
    Path directory;

    private EmbeddedS3 server;
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedS3.start(directory.resolve("s3"), directory.resolve("aws-config"), BUCKET, 0, false, 1 << 20);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        server.close();
    }

    /** As delivery makes it. */
    private S3Client client(String accessKey, String secretKey) {
        AWS2S3Configuration configuration = new AWS2S3Configuration();
        configuration.setUriEndpointOverride(server.endpoint().toString());
        configuration.setOverrideEndpoint(true);
        configuration.setForcePathStyle(true);
        configuration.setRegion("us-east-1");
        configuration.setAccessKey(accessKey);
        configuration.setSecretKey(secretKey);
        return S3ClientFactory.create(configuration, Duration.ofSeconds(5));
    }

    private S3Client client() {
        return client(server.config().accessKey(), server.config().secretKey());
    }

    private static void put(S3Client s3, String key, String text, String sum) {
        s3.putObject(b -> b.bucket(BUCKET).key(key).ifNoneMatch("*").metadata(Map.of(SUM, sum)), RequestBody.fromString(text));
    }

    private static String sum(String text) throws Exception {
        return java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256")
            .digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void withTheKeysAllThatDeliveryNeedsIsThere() throws Exception {
        try (S3Client s3 = client()) {
            put(s3, "nginx/a.log", "one\n", sum("one\n"));
            assertEquals("one\n", s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("nginx/a.log")).asUtf8String());
            assertEquals(412, assertThrows(S3Exception.class, () -> put(s3, "nginx/a.log", "two\n", sum("two\n"))).statusCode());
            assertEquals(400, assertThrows(S3Exception.class, () -> put(s3, "nginx/b.log", "two\n", sum("other\n"))).statusCode());
            var head = s3.headObject(b -> b.bucket(BUCKET).key("nginx/a.log").checksumMode(ChecksumMode.ENABLED));
            assertEquals(sum("one\n"), head.metadata().get(SUM));
            assertEquals(List.of("nginx/a.log"), s3.listObjectsV2(b -> b.bucket(BUCKET)).contents().stream()
                .map(o -> o.key()).toList());
        }
        Path object = directory.resolve("s3").resolve(BUCKET).resolve("nginx/a.log");
        assertEquals("one\n", Files.readString(object));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(object)));
    }

    @Test
    void withTheAccessKeyAloneNobodyComesIn() throws Exception {
        try (S3Client s3 = client(server.config().accessKey(), "A".repeat(40))) {
            refused(() -> put(s3, "x", "one\n", sum("one\n")));
            refused(() -> s3.listObjectsV2(b -> b.bucket(BUCKET)));
            refused(() -> s3.deleteObject(b -> b.bucket(BUCKET).key("x")));
        }
        assertFalse(Files.exists(directory.resolve("s3").resolve(BUCKET).resolve("x")));
    }

    /** The server closes the connection, maybe before it has taken the content: then the client sees no answer. */
    private static void refused(org.junit.jupiter.api.function.Executable request) {
        SdkException refused = assertThrows(SdkException.class, request);
        assertTrue(!(refused instanceof S3Exception answer) || answer.statusCode() == 403, refused.toString());
    }

    /** The object is one that S3Proxy shows to everybody: its mode is its access control list. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /caravan/a", "HEAD /caravan/a", "GET /", "GET /caravan", "PUT /caravan/b", "PUT /caravan/a",
        "DELETE /caravan/a", "POST /caravan?delete", "PUT /other", "GET /healthz", "OPTIONS /caravan/a", "TRACE /", "PATCH /caravan",
        "GET /caravan/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=X/a&X-Amz-SignedHeaders=host&X-Amz-Signature=0"})
    void withoutTheKeysNothingIsAnswered(String line) throws Exception {
        Path bucket = directory.resolve("s3").resolve(BUCKET);
        Files.writeString(bucket.resolve("a"), "secret");
        Files.setPosixFilePermissions(bucket.resolve("a"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(bucket, PosixFilePermissions.fromString("rwxrwxrwx"));
        String answer = answer(line + " HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: 0\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertFalse(answer.contains("secret"), answer);
        assertEquals("secret", Files.readString(bucket.resolve("a")));
        try (Stream<Path> all = Files.list(bucket)) {
            assertEquals(1, all.count());
        }
        assertFalse(Files.exists(directory.resolve("s3/other")));
    }

    /** A page in a browser of this machine may have let its name point to 127.0.0.1. */
    @Test
    void anotherNameOfTheHostIsRefused() throws Exception {
        String head = "GET /caravan HTTP/1.1\r\nAuthorization: AWS " + server.config().accessKey() + ":x\r\nHost: ";
        int port = server.endpoint().getPort();
        for (String other : List.of("evil.example", "evil.example:" + port, "127.0.0.1.evil.example", "localhost.evil.example:80",
            "10.0.0.1:" + port)) {
            assertTrue(answer(head + other + "\r\n\r\n").contains("answers under the name 127.0.0.1 alone"), other);
        }
        for (String own : List.of("127.0.0.1:" + port, "localhost:" + port, "LocalHost:" + port)) {
            assertFalse(answer(head + own + "\r\n\r\n").contains("answers under the name"), own);
        }
    }

    @Test
    void clientsThatWaitKeepNobodyElseWaiting() throws Exception {
        String stalled = " HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: 1000\r\n";
        for (int i = 0; i < 300; i++) {
            Socket client = connect();
            client.getOutputStream().write((switch (i % 4) {
                case 0 -> "PUT /caravan/x" + stalled + "\r\nbegins";
                case 1 -> "POST /caravan" + stalled + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=";
                case 2 -> "GET /car";
                default -> "";
            }).getBytes(StandardCharsets.US_ASCII));
        }
        try (S3Client s3 = client()) {
            long start = System.nanoTime();
            put(s3, "nginx/a.log", "one\n", sum("one\n"));
            assertTrue(System.nanoTime() - start < 3_000_000_000L, "it took " + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
        assertTrue(open() <= 200, open() + " connections are open");
        await().atMost(Duration.ofSeconds(12)).until(() -> open() == 0);
    }

    /** One user's own clients, which have the keys, may wait too. */
    @Test
    void severalClientsWithKeysMayWait() throws Exception {
        for (int i = 0; i < 20; i++) {
            connect().getOutputStream().write(("POST /caravan HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: 100\r\n"
                + "Authorization: AWS " + server.config().accessKey() + ":x\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\na=")
                .getBytes(StandardCharsets.US_ASCII));
        }
        try (S3Client s3 = client()) {
            put(s3, "nginx/a.log", "one\n", sum("one\n"));
        }
    }

    @Test
    void theToolsOfAwsReadTheFileAndNobodyElseDoes() throws Exception {
        Path file = server.config().file();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Profile profile = ProfileFile.builder().content(file).type(ProfileFile.Type.CONFIGURATION).build().profile("caravan")
            .orElseThrow();
        assertEquals(server.config().secretKey(), profile.property("aws_secret_access_key").orElseThrow());
        assertEquals(server.config().accessKey(), profile.property("aws_access_key_id").orElseThrow());
        assertEquals(server.endpoint().toString(), profile.property("endpoint_url").orElseThrow());
        assertEquals("us-east-1", profile.property("region").orElseThrow());
        assertEquals("AWS_CONFIG_FILE=" + file + " aws --profile caravan s3 ls --recursive s3://caravan",
            server.config().command(BUCKET));
        assertFalse(server.config().toString().contains(server.config().secretKey()));
    }

    @Test
    void theKeysStayAndTheAddressChanges() throws Exception {
        AwsConfig before = server.config();
        server.close();
        start();
        assertEquals(before, server.config());
        assertTrue(Files.readString(before.file()).contains("endpoint_url = " + server.endpoint() + "\n"));
        server.close();
        Files.writeString(before.file(), "[profile caravan]\naws_access_key_id = A\naws_secret_access_key = B\n");
        start();
        assertNotEquals(before.secretKey(), server.config().secretKey());
        assertEquals(40, server.config().secretKey().length());
    }

    private String host() {
        return "127.0.0.1:" + server.endpoint().getPort();
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.endpoint().getPort());
        client.setSoTimeout(3000);
        clients.add(client);
        return client;
    }

    private String answer(String request) throws IOException {
        Socket client = connect();
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** How many of the clients the server has not closed yet. */
    private long open() {
        return clients.stream().filter(client -> {
            try {
                client.setSoTimeout(1);
                InputStream in = client.getInputStream();
                while (in.read() >= 0) {
                    continue;
                }
                return false;
            } catch (java.net.SocketTimeoutException e) {
                return true;
            } catch (IOException e) {
                return false;
            }
        }).count();
    }
}
