package dev.caravan.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.outbox.FailureScope;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.RawServer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A problem lasts until what it is about is delivered, so that log and health do not change back and forth. */
@Tag("slow")
class ProblemsTest {

    private static final Failure DENIED = new Failure("permission denied", FailureScope.PREFIX, false);
    private static final Failure DOWN = new Failure("S3 cannot be reached", FailureScope.ALL, false);
    private static final Failure BUSY = new Failure("S3 is busy", FailureScope.ALL, true);

    @TempDir
    Path directory;
    private final DeliveryProblems problems = new DeliveryProblems();

    @Test
    void whatConcernsAllIsOverWithAnySuccess() {
        assertTrue(problems.failed("a/1", DOWN, "down"));
        assertFalse(problems.failed("b/1", DOWN, "down"), "it was told");
        assertEquals("down", problems.words(key -> true));
        assertTrue(problems.clearForAll());
        assertFalse(problems.clearForAll());
        assertNull(problems.words(key -> true));
    }

    @Test
    void whatConcernsAPrefixIsToldOnceAndStaysUntilItsObjectsAreDelivered() {
        assertTrue(problems.failed("a/1", DENIED, "denied"));
        assertFalse(problems.failed("a/2", DENIED, "denied"), "it was told");
        assertFalse(problems.clearForAll());
        assertFalse(problems.clear("b/1"));
        assertFalse(problems.failed("a/1", DENIED, "denied"), "others were delivered meanwhile");
        assertEquals("denied", problems.words(key -> true));
        assertFalse(problems.clear("a/1"));
        assertTrue(problems.clear("a/2"));
        assertNull(problems.words(key -> true));
    }

    @Test
    void whatIsGoneIsNoProblem() {
        problems.failed("a/1", DENIED, "denied");
        assertNull(problems.words(key -> false));
    }

    @Test
    void aStoreThatIsBusyForAMomentIsNoNews() {
        assertFalse(problems.failed("a/1", BUSY, "busy"));
        assertNull(problems.words(key -> true));
        assertFalse(problems.clearForAll());
        assertFalse(problems.failed("a/1", BUSY, "busy"));
        assertTrue(problems.failed("a/1", BUSY, "busy"));
        assertEquals("busy", problems.words(key -> true));
    }

    @Test
    void fewOfManyAreShown() {
        for (int i = 0; i < 9; i++) {
            problems.failed("p" + i + "x/1", DENIED, "denied " + i);
        }
        assertEquals("denied 0; denied 1; denied 2; and 6 more", problems.words(key -> true));
    }

    @Test
    void aForbiddenPrefixIsToldOnceWhileOthersAreDelivered() throws Exception {
        AtomicBoolean forbidden = new AtomicBoolean(true);
        RawServer.Answer denied = RawServer.answer("403 Forbidden", "Content-Type: application/xml\r\n",
            "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
        try (LogCapture log = new LogCapture(); RawServer server = RawServer.http((request, connection) -> {
            boolean netstat = request.line().startsWith("PUT /logs/netstat/");
            (netstat && forbidden.get() ? denied : RawServer.answer(
                request.headers().containsKey("if-none-match") || !request.line().startsWith("PUT") ? "200 OK" : "412 No",
                "ETag: \"" + md5(request.body()) + "\"\r\n", "")).to(request, connection);
        }); Deliverer deliverer = new Deliverer(directory.resolve("state"), server.endpoint(), Deliverer.SHIPPED, true)) {
            Path file = deliverer.root().resolve("outbox/netstat/2026/11/27/one.json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "{}\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> deliverer.delivery().problem() != null);
            for (int i = 0; i < 4; i++) {
                String key = deliverer.seal(1);
                await().atMost(Duration.ofSeconds(20)).until(() -> deliverer.delivered().contains(key));
                assertEquals("cannot deliver to s3://logs/netstat/: permission denied; the IAM policy needs s3:PutObject and s3:GetObject"
                    + " on it", deliverer.delivery().problem());
            }
            long tries = server.requests().stream().filter(r -> r.line().startsWith("PUT /logs/netstat/")).count();
            assertTrue(tries > 1, tries + " tries");
            forbidden.set(false);
            await().atMost(Duration.ofSeconds(30)).until(() -> deliverer.delivery().problem() == null);
            // It is reported after the problem is over.
            await().atMost(Duration.ofSeconds(20)).until(() -> deliverer.delivered().contains("netstat/2026/11/27/one.json"));
            assertEquals(2, log.text().split("cannot deliver to s3://logs/netstat/").length, log.text());
            assertTrue(log.text().contains("objects of s3://logs/netstat/ are delivered again"), log.text());
            assertFalse(log.text().contains("can be reached again"), log.text());
        }
    }

    private static String md5(byte[] bytes) throws IOException {
        try {
            return String.format("%032x", new BigInteger(1, MessageDigest.getInstance("MD5").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
