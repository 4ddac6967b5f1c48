package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What goes over the wire with an object, and that a server which checks signatures and checksums takes it. */
class ChecksumHeaderTest {

    private static final String SETTING = "aws.requestChecksumCalculation";

    @TempDir
    Path directory;

    @Test
    void theChecksumGoesAheadOfTheContentWhichIsSentAsItIs() throws Exception {
        Path file = file("a line\n");
        Map<String, String> sent = put(file);
        assertEquals(base64(file), sent.get("x-amz-checksum-sha256"));
        assertEquals(Checksum.sha256(file), sent.get("x-amz-meta-caravan-sha256"));
        assertEquals(String.valueOf(Files.size(file)), sent.get("content-length"));
        assertEquals("UNSIGNED-PAYLOAD", sent.get("x-amz-content-sha256"));
        assertTrue(sent.get("authorization").contains("x-amz-checksum-sha256"), "the signature covers it");
        assertNull(sent.get("content-encoding"));
        assertNull(sent.get("x-amz-trailer"));
    }

    @Test
    void noneIsSentWhereTheSdkIsToldSo() throws Exception {
        System.setProperty(SETTING, "WHEN_REQUIRED");
        try {
            Map<String, String> sent = put(file("a line\n"));
            assertFalse(sent.containsKey("x-amz-checksum-sha256"));
            assertFalse(sent.get("x-amz-content-sha256").startsWith("UNSIGNED"), "over plain http the content is signed");
        } finally {
            System.clearProperty(SETTING);
        }
    }

    @Test
    void aServerThatChecksTakesItAndNothingElse() throws Exception {
        Path bucket = Files.createDirectories(directory.resolve("s3/logs"));
        S3Proxy server = S3Proxy.builder().blobStore(new FilesystemNio2BlobStore(bucket.getParent().toRealPath().toString()))
            .awsAuthentication(AuthenticationType.AWS_V4, "key", "secret")
            .endpoint(URI.create("http://127.0.0.1:0")).stopTimeout(0).build();
        server.start();
        try {
            String endpoint = "http://127.0.0.1:" + server.getPort();
            Path file = file("a line\n".repeat(100_000));
            put(client(endpoint, "secret"), "one.log", file, Checksum.sha256(file));
            assertEquals(-1, Files.mismatch(file, bucket.resolve("one.log")));

            // Short: the server answers a wrong signature before it reads the body, and then closes the connection.
            Path small = file("a line\n");
            S3Exception forged = assertThrows(S3Exception.class,
                () -> put(client(endpoint, "wrong"), "two.log", small, Checksum.sha256(small)));
            assertEquals("SignatureDoesNotMatch", forged.awsErrorDetails().errorCode());
            S3Exception other = assertThrows(S3Exception.class,
                () -> put(client(endpoint, "secret"), "two.log", file, Checksum.sha256(file("another line\n"))));
            assertEquals("BadDigest", other.awsErrorDetails().errorCode());
            assertFalse(Files.exists(bucket.resolve("two.log")));
        } finally {
            server.stop();
        }
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "batch", ".log"), content);
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Checksum.sha256(file)));
    }

    private static S3Client client(String endpoint, String secret) {
        AWS2S3Configuration configuration = new AWS2S3Configuration();
        configuration.setOverrideEndpoint(true);
        configuration.setUriEndpointOverride(endpoint);
        configuration.setForcePathStyle(true);
        configuration.setRegion("us-east-1");
        configuration.setAccessKey("key");
        configuration.setSecretKey(secret);
        return S3ClientFactory.create(configuration, Duration.ofSeconds(10));
    }

    private static void put(S3Client client, String key, Path file, String sum) {
        try (client) {
            client.putObject(r -> r.bucket("logs").key(key).metadata(Map.of(Delivery.CHECKSUM, sum)), file);
        }
    }

    /** Sends a file; returns the headers of the request, names in lower case. */
    private static Map<String, String> put(Path file) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Map<String, String>> headers = CompletableFuture.supplyAsync(() -> answer(server));
            put(client("http://127.0.0.1:" + server.getLocalPort(), "secret"), "one.log", file, Checksum.sha256(file));
            return headers.get(10, TimeUnit.SECONDS);
        }
    }

    private static Map<String, String> answer(ServerSocket server) {
        Map<String, String> headers = new TreeMap<>();
        try (Socket socket = server.accept()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                int colon = line.indexOf(':');
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
            if (headers.containsKey("expect")) {
                socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            in.skip(Long.parseLong(headers.get("content-length")));
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
            return headers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
