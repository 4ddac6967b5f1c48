package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.RawServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A request is given up when nothing moves, not because it takes long; and each try is one request. */
@Timeout(60)
@Tag("slow")
class SlowLineTest {

    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\nETag: \"0\"\r\n\r\n";

    @TempDir
    Path directory;

    @Test
    void aLargeObjectGetsThroughASlowLineAtOnce() throws Exception {
        int size = 1_200_000;
        AtomicInteger alive = new AtomicInteger();
        try (RawServer server = RawServer.httpWithoutBody((request, connection) -> {
            goOn(connection);
            InputStream in = connection.getInputStream();
            byte[] buffer = new byte[20_000];
            for (int left = size; left > 0;) {
                pause(50);
                left -= in.readNBytes(buffer, 0, Math.min(left, buffer.length));
            }
            write(connection, OK);
        }); S3Client client = S3ClientFactory.create(configuration(server),
            new RequestRules(SILENCE, true, size, false, alive::incrementAndGet))) {
            long start = System.nanoTime();
            put(client, size);
            assertTrue(millisSince(start) > 4 * SILENCE.toMillis(), "it was not slow");
            assertTrue(alive.get() > 0, "it would be taken for stuck");
            assertEquals(1, server.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aServerThatTakesNoMoreIsGivenUp(String scheme) throws Exception {
        RawServer.Answer some = (request, connection) -> {
            goOn(connection);
            connection.getInputStream().readNBytes(100_000);
            pause(30_000);
        };
        try (RawServer server = scheme.equals("http") ? RawServer.httpWithoutBody(some)
            : RawServer.https(RawServer.keyStore(directory), false, some); S3Client client = client(server, Duration.ofSeconds(2))) {
            long start = System.nanoTime();
            // More than the buffers of two sockets hold.
            String message = stalled(() -> put(client, 30_000_000));
            assertTrue(message.matches("the connection took [0-9]+ of 30000000 bytes, and then none for 2000 ms"), message);
            assertTrue(millisSince(start) < 15_000, millisSince(start) + " ms");
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        try (RawServer server = RawServer.http((request, connection) -> pause(30_000));
            S3Client client = client(server, SILENCE)) {
            long start = System.nanoTime();
            assertEquals("no answer for 500 ms", stalled(() -> put(client, 1000)));
            assertTrue(millisSince(start) < 5_000, millisSince(start) + " ms");
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void anAnswerThatTricklesForEverIsGivenUp() throws Exception {
        try (RawServer server = RawServer.http((request, connection) -> {
            write(connection, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 600; i++) {
                pause(50);
                write(connection, "X-" + i + ": x\r\n");
            }
        }); S3Client client = client(server, Duration.ofMillis(200))) {
            long start = System.nanoTime();
            // A header is no progress: only what is read of content is.
            assertEquals("no answer for 200 ms", stalled(() -> put(client, 1000)));
            assertTrue(millisSince(start) < 5_000, millisSince(start) + " ms");
        }
    }

    @Test
    void contentThatTricklesForEverIsGivenUp() throws Exception {
        try (RawServer server = RawServer.http((request, connection) -> {
            write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 600\r\nETag: \"0\"\r\n\r\n");
            for (int i = 0; i < 600; i++) {
                pause(50);
                write(connection, "x");
            }
        }); S3Client client = client(server, Duration.ofMillis(200)); InputStream in = client.getObject(r -> r.bucket("logs").key("k"))) {
            long start = System.nanoTime();
            StalledException e = assertThrows(StalledException.class, in::readAllBytes);
            assertEquals("the request takes longer than 2000 ms in total", e.getMessage());
            assertTrue(millisSince(start) < 5_000, millisSince(start) + " ms");
        }
    }

    @Test
    void contentThatStopsIsGivenUpButAReaderMayTakeItsTime() throws Exception {
        try (RawServer server = RawServer.http((request, connection) -> {
            write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nETag: \"0\"\r\n\r\nabc");
            pause(30_000);
        }); S3Client client = client(server, Duration.ofMillis(200)); InputStream in = client.getObject(r -> r.bucket("logs").key("k"))) {
            assertEquals('a', in.read());
            pause(600);
            assertEquals('b', in.read());
            assertEquals('c', in.read());
            assertThrows(StalledException.class, in::read);
        }
    }

    @Test
    void aSlowLineHasItsTimeInAllToo() {
        Duration minute = Duration.ofMinutes(1);
        assertEquals(Duration.ofMinutes(10), Transfer.total(minute, 0));
        assertEquals(Duration.ofMinutes(10).plusSeconds(8192), Transfer.total(minute, 32 << 20));
    }

    @Test
    void anAnswerThatIsAFailureIsNotAskedForTwice() throws Exception {
        try (RawServer server = RawServer.http(RawServer.answer("503 Slow Down", "", ""));
            S3Client client = client(server, SILENCE)) {
            assertThrows(S3Exception.class, () -> put(client, 1000));
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void aServerThatIsNotToBeAskedFirstGetsTheContentAtOnce() throws Exception {
        RawServer.Answer never100 = (request, connection) -> {
            connection.getInputStream().readNBytes(Integer.parseInt(request.headers().get("content-length")));
            write(connection, OK);
        };
        try (RawServer server = RawServer.httpWithoutBody(never100)) {
            try (S3Client client = S3ClientFactory.create(configuration(server),
                new RequestRules(Duration.ofSeconds(10), false, 1 << 20, false, () -> {}))) {
                put(client, 1000);
                put(client, 1000);
            }
            // A client that asks first waits for 3 s.
            assertFalse(server.requests().stream().anyMatch(r -> r.headers().containsKey("expect")));
        }
        try (RawServer server = RawServer.http(RawServer.answer("200 OK", "ETag: \"0\"\r\n", ""));
            S3Client client = client(server, Duration.ofSeconds(10))) {
            put(client, 1000);
            assertEquals("100-continue", server.requests().get(0).headers().get("expect"));
        }
    }

    private static void goOn(Socket connection) throws IOException {
        write(connection, "HTTP/1.1 100 Continue\r\n\r\n");
    }

    private static void write(Socket connection, String text) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static String stalled(org.junit.jupiter.api.function.Executable request) {
        SdkClientException e = assertThrows(SdkClientException.class, request);
        return assertInstanceOf(StalledException.class, e.getCause()).getMessage();
    }

    private static void put(S3Client client, int size) {
        client.putObject(r -> r.bucket("logs").key("one.log"), RequestBody.fromBytes(new byte[size]));
    }

    private static AWS2S3Configuration configuration(RawServer server) {
        AWS2S3Configuration configuration = new AWS2S3Configuration();
        configuration.setOverrideEndpoint(true);
        configuration.setUriEndpointOverride(server.endpoint());
        configuration.setForcePathStyle(true);
        configuration.setRegion("us-east-1");
        configuration.setAccessKey("key");
        configuration.setSecretKey("secret");
        configuration.setTrustAllCertificates(true);
        return configuration;
    }

    private static S3Client client(RawServer server, Duration silence) {
        return S3ClientFactory.create(configuration(server), silence);
    }
}
