package dev.caravan.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.FullDisk;
import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch is sealed when it is due, and again while that fails. */
class BatchesTest {

    private static final Map<String, String> SEALED = Map.of("test/web1_i-000001.log", "1\n");

    @TempDir
    Path directory;
    private OpenBatches open;

    @BeforeEach
    void open() throws IOException {
        open = new OpenBatches(directory).follow();
        open.append(1, "1\n");
    }

    @AfterEach
    void close() throws IOException {
        open.close();
    }

    private FullDisk fullOutbox() {
        return new FullDisk(file -> file.startsWith(open.state().outbox()));
    }

    @Test
    void aSourceHasOneBatch() {
        assertSame(open.batch(), open.batches().batch("test"));
        assertEquals(100, open.batches().options().maxBytes());
    }

    @Test
    void aSealThatFailsIsTriedAgainAlthoughNoLineComes() throws IOException {
        try (FullDisk disk = fullOutbox()) {
            open.batches().seal("test", Event.SEALED_BY_AGE);
            await().until(disk::wasFull);
        }
        await().until(() -> open.outbox().equals(SEALED));
        await().until(() -> open.stats().get(Event.SEALED_BY_AGE) == 1);
    }

    @Test
    void soIsOneThatFailsBeforeItIsHandedToAnotherThread() throws IOException {
        try (FullDisk disk = fullOutbox()) {
            open.batches().sealNow("test");
            assertTrue(disk.wasFull());
            // The batch before is in the way, so this one fails in the caller's thread.
            open.batches().seal("test", Event.SEALED_BY_AGE);
        }
        await().until(() -> open.outbox().equals(SEALED));
    }

    @Test
    void onRequestABatchIsSealedAtOnce() throws IOException {
        open.batches().sealNow("test");
        assertEquals(SEALED, open.outbox());
        assertEquals(1, open.stats().get(Event.SEALED_BY_STOP));
    }

    @Test
    void aSealOnRequestThatFailsIsTriedAgain() throws IOException {
        try (FullDisk disk = fullOutbox()) {
            open.batches().sealNow("test");
            assertTrue(disk.wasFull());
        }
        await().until(() -> open.outbox().equals(SEALED));
    }

    @Test
    void atTheStopAllIsSealedAndNothingLater() throws IOException {
        open.batches().sealAll();
        assertEquals(SEALED, open.outbox());
        open.append(2, "2\n");
        open.batches().seal("test", Event.SEALED_BY_AGE);
        assertEquals(SEALED, open.outbox());
        open.batches().sealAll();
        assertEquals(2, open.outbox().size());
    }

    @Test
    void whatCannotBeSealedAtTheStopIsSaid() throws IOException {
        try (FullDisk disk = fullOutbox(); LogCapture log = new LogCapture()) {
            open.batches().sealAll();
            assertTrue(disk.wasFull());
            assertTrue(log.text().contains("at the stop: cannot write in the state directory"), log.text());
        }
    }
}
