package dev.caravan.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.FaultyStore;
import dev.caravan.testing.FaultyStore.Fault;
import dev.caravan.testing.FaultyStore.Reply;
import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether the store evaluates If-None-Match is found out with the first object, and remembered. */
@Tag("slow")
class ConditionalWritesTest extends ThroughFaultyStore {

    /** A store that overwrites. */
    private static final Fault IGNORES = (request, server) -> {
        request.headers().remove("if-none-match");
        return server.get();
    };

    private Deliverer deliverer() throws Exception {
        return deliverer(Deliverer.SHIPPED);
    }

    private String remembered() throws IOException {
        Matcher fact = Pattern.compile("\"conditional-writes\" : \"(.*?)\"").matcher(
            Files.readString(directory.resolve("state/destination")));
        return fact.find() ? fact.group(1) : null;
    }

    private static void deliver(Deliverer deliverer, int batches) throws IOException {
        for (int i = 0; i < batches; i++) {
            deliverer.seal(5);
            await().atMost(Duration.ofSeconds(20)).until(() -> deliverer.waiting().isEmpty());
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> !deliverer.delivery().isBusy());
    }

    /** Objects stored, each as often as it was. */
    private int events() {
        return s3.puts().values().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void aStoreThatKeepsItsWordIsAskedOnceAndHasNoObjectTwice() throws Exception {
        try (Deliverer deliverer = deliverer()) {
            deliver(deliverer, 3);
            assertNull(deliverer.delivery().note());
        }
        assertEquals(3, events());
        assertEquals(4, store.count("PUT"));
        assertEquals("kept", remembered());
        try (Deliverer again = deliverer()) {
            again.seal(3);
            deliver(again, 2);
        }
        assertEquals(7, store.count("PUT"), "it is remembered");
    }

    @Test
    void aStoreThatOverwritesIsFoundOutWithOneMoreEventAndTheSettingIsNamed() throws Exception {
        store.on("PUT", IGNORES);
        try (LogCapture log = new LogCapture(); Deliverer deliverer = deliverer()) {
            deliver(deliverer, 3);
            assertEquals(4, events());
            assertTrue(deliverer.delivery().note().contains("set caravan.conditional-writes=false"));
            assertEquals(2, log.text().split("the store ignores If-None-Match", -1).length, "it is said once");
        }
        assertEquals("ignored", remembered());
        try (LogCapture log = new LogCapture(); Deliverer again = deliverer()) {
            again.seal(3);
            deliver(again, 1);
            assertTrue(log.text().contains("the store ignores If-None-Match"), "it is said after each start");
            assertNotNull(again.delivery().note());
        }
        assertEquals(6, events(), "no more than that one");
    }

    @Test
    void aCrashBetweenTheTwoRequestsDoesNoHarmWhereTheStoreKeepsItsWord() throws Exception {
        crashBetween((request, server) -> server.get());
        assertEquals(1, events());
        assertEquals("kept", remembered());
    }

    @Test
    void afterACrashBetweenTheTwoRequestsTheNextOneIsTheSecond() throws Exception {
        crashBetween(IGNORES);
        assertEquals(2, events(), "one more event, not two");
        assertEquals("ignored", remembered());
    }

    /** Leaves what a process leaves that dies when the first answer has come, and starts again. */
    private void crashBetween(Fault puts) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        AtomicBoolean dead = new AtomicBoolean();
        Path copy = directory.resolve("copy");
        store.on("PUT", (request, server) -> {
            if (requests.incrementAndGet() == 2) {
                copy(directory.resolve("state"), copy);
                dead.set(true);
                return Reply.of(503, null, "");
            }
            return dead.get() ? Reply.of(503, null, "") : puts.answer(request, server);
        });
        try (Deliverer deliverer = deliverer()) {
            deliverer.seal(5);
            await().atMost(Duration.ofSeconds(20)).until(dead::get);
        }
        store.on("PUT", puts);
        copy(copy, directory.resolve("after"));
        try (Deliverer again = new Deliverer(directory.resolve("after"), store.endpoint(), Deliverer.SHIPPED, true)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> again.waiting().isEmpty());
            await().atMost(Duration.ofSeconds(5)).until(() -> !again.delivery().isBusy());
        }
        copy(directory.resolve("after"), directory.resolve("state"));
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aSecondAnswerThatTellsNothingIsNotAskedForEachTime() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        store.on("PUT", (request, server) -> requests.incrementAndGet() % 2 == 0 && requests.get() < 8
            ? Reply.of(requests.get() % 4 == 0 ? 503 : 403, null, "") : server.get());
        try (Deliverer deliverer = deliverer()) {
            deliver(deliverer, 6);
            assertNull(deliverer.delivery().problem());
        }
        assertEquals(9, store.count("PUT"));
        assertEquals(6, events());
    }

    @Test
    void aPortalThatAnswersTheSecondRequestProvesNothing() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        store.on("PUT", (request, server) -> requests.incrementAndGet() == 2
            ? Reply.of(200, "text/html", "<html></html>") : server.get());
        try (Deliverer deliverer = deliverer()) {
            deliver(deliverer, 2);
            assertNull(deliverer.delivery().note());
        }
        assertEquals("kept", remembered());
    }

    @Test
    void whatIsRememberedIsOfOneDestination() throws Exception {
        store.on("PUT", IGNORES);
        try (Deliverer deliverer = deliverer()) {
            deliver(deliverer, 1);
        }
        try (FaultyStore other = new FaultyStore(s3.endpoint());
            Deliverer deliverer = new Deliverer(directory.resolve("state"), other.endpoint(), Deliverer.SHIPPED, true)) {
            deliverer.seal(3);
            deliver(deliverer, 1);
            assertNull(deliverer.delivery().note());
            assertEquals("kept", remembered());
        }
    }

    @Test
    void aStoreThatRefusesOnceKeepsItsWordThoughItWasNotAsked() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        store.on("PUT", (request, server) -> {
            Reply reply = server.get();
            return requests.incrementAndGet() == 1 ? Reply.of(500, null, "") : reply;
        });
        try (Deliverer deliverer = deliverer()) {
            deliver(deliverer, 2);
        }
        assertEquals("kept", remembered());
        assertEquals(3, store.count("PUT"));
    }
}
