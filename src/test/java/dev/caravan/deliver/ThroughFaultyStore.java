package dev.caravan.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.testing.FaultyStore;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Delivery to a real S3 server, with a store in front of it that answers as a test wants. */
abstract class ThroughFaultyStore {

    @TempDir
    Path directory;
    S3Server s3;
    FaultyStore store;

    @BeforeAll
    static void lookOften() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }

    @AfterAll
    static void lookAsUsual() {
        Awaitility.reset();
    }

    @BeforeEach
    void start() throws IOException {
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        store = new FaultyStore(s3.endpoint());
    }

    @AfterEach
    void stop() {
        store.close();
        s3.close();
    }

    final Deliverer deliverer(Path routes) throws Exception {
        return new Deliverer(directory.resolve("state"), store.endpoint(), routes, true);
    }

    /** Each line is in the bucket once, and nothing waits or is under way. */
    final void assertAllOnce(Deliverer deliverer) throws IOException {
        await().atMost(Duration.ofSeconds(20)).until(() -> deliverer.waiting().isEmpty() && !deliverer.delivery().isBusy());
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), deliverer.sealed()));
        s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored more than once"));
        await("the outbox counts files that are gone").atMost(Duration.ofSeconds(5))
            .until(() -> deliverer.space().files() == 0 && deliverer.space().bytes() == 0);
    }
}
