package dev.caravan.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.FullDisk;
import dev.caravan.state.Ledger;
import dev.caravan.state.SlowDisk;
import dev.caravan.state.UnwritableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a batch is sealed the next one is filled, and neither gets lines or positions of the other. */
@Timeout(60)
class SealBehindTest {

    @TempDir
    Path directory;
    private final AtomicInteger failed = new AtomicInteger();
    private OpenBatches open;
    private Batch batch;
    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        open = new OpenBatches(directory).follow();
        batch = open.batch();
        ledger = open.ledger();
    }

    @AfterEach
    void close() throws IOException {
        open.close();
    }

    private void sealBehind() throws UnwritableException {
        batch.sealBehind(Event.SEALED_BY_SIZE, failed::incrementAndGet);
    }

    private static boolean isCheckpoint(Path file) {
        return file.getFileName().toString().startsWith("checkpoint");
    }

    @Test
    void theNextBatchTakesLinesWhileOneIsSealed() throws IOException {
        try (SlowDisk disk = new SlowDisk(SealBehindTest::isCheckpoint)) {
            open.append(1, "1\n");
            sealBehind();
            disk.awaitWrite();
            open.append(3, "2\n3\n");
            assertFalse(ledger.isSealed(1));
            assertEquals(Map.of(), open.outbox());
        }
        await().until(() -> open.outbox().equals(Map.of("test/web1_i-000001.log", "1\n")));
        assertEquals(1, ledger.sequence());
        assertEquals(1, new Ledger(open.state(), "test").position(1).offset(), "a crash now would lose lines, or send them twice");
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "test/web1_i-000002.log", "2\n3\n"), open.outbox());
        assertEquals(3, new Ledger(open.state(), "test").position(1).offset());
        assertTrue(ledger.isSealed(1));
    }

    @Test
    void aThirdBatchWaitsForTheFirst() throws Exception {
        Thread third;
        try (SlowDisk disk = new SlowDisk(SealBehindTest::isCheckpoint)) {
            open.append(1, "1\n");
            sealBehind();
            disk.awaitWrite();
            open.append(2, "2\n");
            third = new Thread(() -> {
                try {
                    sealBehind();
                    open.append(3, "3\n");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            third.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> third.getState() == Thread.State.WAITING);
            assertEquals(2, ledger.position(1).offset());
        }
        third.join();
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "test/web1_i-000002.log", "2\n",
            "test/web1_i-000003.log", "3\n"), open.outbox());
        assertEquals(0, failed.get());
    }

    @Test
    void theNextBatchIsThrownAwayWithOneThatCannotBeFinished() throws IOException {
        open.append(1, "1\n");
        try (FullDisk disk = new FullDisk(1, Long.MAX_VALUE)) {
            sealBehind();
            await().until(() -> failed.get() == 1);
            assertTrue(disk.wasFull());
        }
        assertEquals(0, ledger.position(1).offset(), "its lines are to be read again");
        assertThrows(UnwritableException.class, () -> open.append(2, "2\n"), "a block that was read before");
        open.append(2, "1\n2\n");
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n2\n"), open.outbox());
    }

    @Test
    void aBatchThatIsThrownAwayLeavesTheOneThatIsSealedAlone() throws IOException {
        try (SlowDisk disk = new SlowDisk(SealBehindTest::isCheckpoint)) {
            open.append(1, "1\n");
            sealBehind();
            disk.awaitWrite();
            open.append(2, "2\n");
            String tooLong = "x".repeat(100) + "/" + "y".repeat(100) + "/" + "z".repeat(100);
            assertThrows(UnwritableException.class, () -> batch.append(open.block(3, "3\n"), tooLong, false));
            assertEquals(1, ledger.position(1).offset(), "the closed batch is to be sealed yet");
            open.append(3, "2\n3\n");
        }
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "test/web1_i-000002.log", "2\n3\n"), open.outbox());
    }

    @Test
    void whatIsFinishedIsTriedAgainAsItIs() throws IOException {
        open.append(1, "1\n");
        try (FullDisk disk = new FullDisk(2, Long.MAX_VALUE)) {
            sealBehind();
            await().until(() -> failed.get() == 1);
            assertThrows(UnwritableException.class, () -> open.append(2, "2\n"));
            assertEquals(1, ledger.position(1).offset());
            assertTrue(disk.wasFull());
        }
        open.append(2, "2\n");
        assertEquals(Map.of("test/web1_i-000001.log", "1\n"), open.outbox());
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "test/web1_i-000002.log", "2\n"), open.outbox());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBatchThatFailedIsSealedBeforeTheNextOneIsClosed(boolean behind) throws IOException {
        SlowDisk slow = new SlowDisk(SealBehindTest::isCheckpoint);
        open.append(1, "1\n");
        sealBehind();
        slow.awaitWrite();
        open.append(2, "2\n");
        try (FullDisk full = new FullDisk(1, Long.MAX_VALUE)) {
            slow.close();
            await().until(() -> failed.get() == 1);
            assertTrue(full.wasFull());
        }
        if (behind) {
            sealBehind();
        }
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "test/web1_i-000002.log", "2\n"), open.outbox());
    }
}
