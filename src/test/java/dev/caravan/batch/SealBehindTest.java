package dev.caravan.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.batch.compress.Compression;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.FullDisk;
import dev.caravan.state.Ledger;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.SlowDisk;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import dev.caravan.state.UnwritableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** While a batch is sealed the next one is filled, and neither gets lines or positions of the other. */
@Timeout(60)
class SealBehindTest {

    @TempDir
    Path directory;
    private final AtomicInteger failed = new AtomicInteger();
    private StateDirectory state;
    private Batches batches;
    private Batch batch;
    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        state = StateDirectory.open(directory.resolve("state"));
        Sources sources = new Sources(state, new OutboxSpace(state.outbox(), 1 << 20), "web1");
        batches = new Batches(sources, new BatchOptions(new KeyTemplate("{source}/{host}_{seq}.{ext}", "web1", "i"), 1 << 20,
            Compression.of("none", null), "json"));
        batch = batches.batch("test");
        ledger = sources.get("test").ledger();
        ledger.follow(FileCheckpoint.start(ledger.newId(), "/var/log/test.log", 1, 1));
    }

    @AfterEach
    void close() throws IOException {
        batches.sealAll();
        state.close();
    }

    /** Lines of which the last is the one with this number. */
    private void append(int last, String text) throws IOException {
        batch.append(block(last, text), "test", false);
    }

    private Block block(int last, String text) {
        return TestBlock.of(text, new LedgerAcknowledger(ledger, last - text.lines().count(), last, false));
    }

    private void sealBehind() throws UnwritableException {
        batch.sealBehind(Event.SEALED_BY_SIZE, failed::incrementAndGet);
    }

    private Map<String, String> outbox() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (var files = Files.walk(state.outbox())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                all.put(state.outbox().relativize(file).toString(), Files.readString(file));
            }
        }
        return all;
    }

    private static boolean isCheckpoint(Path file) {
        return file.getFileName().toString().startsWith("checkpoint");
    }

    @Test
    void theNextBatchTakesLinesWhileOneIsSealed() throws IOException {
        try (SlowDisk disk = new SlowDisk(SealBehindTest::isCheckpoint)) {
            append(1, "1\n");
            sealBehind();
            disk.awaitWrite();
            append(3, "2\n3\n");
            assertFalse(ledger.isSealed(1));
            assertEquals(Map.of(), outbox());
        }
        await().until(() -> outbox().equals(Map.of("test/web1_i-000001.log", "1\n")));
        assertEquals(1, ledger.sequence());
        assertEquals(1, new Ledger(state, "test").position(1).offset(), "a crash now would lose lines, or send them twice");
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "test/web1_i-000002.log", "2\n3\n"), outbox());
        assertEquals(3, new Ledger(state, "test").position(1).offset());
        assertTrue(ledger.isSealed(1));
    }

    @Test
    void aThirdBatchWaitsForTheFirst() throws Exception {
        Thread third;
        try (SlowDisk disk = new SlowDisk(SealBehindTest::isCheckpoint)) {
            append(1, "1\n");
            sealBehind();
            disk.awaitWrite();
            append(2, "2\n");
            third = new Thread(() -> {
                try {
                    sealBehind();
                    append(3, "3\n");
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
            "test/web1_i-000003.log", "3\n"), outbox());
        assertEquals(0, failed.get());
    }

    @Test
    void theNextBatchIsThrownAwayWithOneThatCannotBeFinished() throws IOException {
        append(1, "1\n");
        try (FullDisk disk = new FullDisk(1, Long.MAX_VALUE)) {
            sealBehind();
            await().until(() -> failed.get() == 1);
            assertTrue(disk.wasFull());
        }
        assertEquals(0, ledger.position(1).offset(), "its lines are to be read again");
        assertThrows(UnwritableException.class, () -> append(2, "2\n"), "a block that was read before");
        append(2, "1\n2\n");
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n2\n"), outbox());
    }

    @Test
    void aBatchThatIsThrownAwayLeavesTheOneThatIsSealedAlone() throws IOException {
        try (SlowDisk disk = new SlowDisk(SealBehindTest::isCheckpoint)) {
            append(1, "1\n");
            sealBehind();
            disk.awaitWrite();
            append(2, "2\n");
            String tooLong = "x".repeat(100) + "/" + "y".repeat(100) + "/" + "z".repeat(100);
            assertThrows(UnwritableException.class, () -> batch.append(block(3, "3\n"), tooLong, false));
            assertEquals(1, ledger.position(1).offset(), "the closed batch is to be sealed yet");
            append(3, "2\n3\n");
        }
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "test/web1_i-000002.log", "2\n3\n"), outbox());
    }

    @Test
    void whatIsFinishedIsTriedAgainAsItIs() throws IOException {
        append(1, "1\n");
        try (FullDisk disk = new FullDisk(2, Long.MAX_VALUE)) {
            sealBehind();
            await().until(() -> failed.get() == 1);
            assertThrows(UnwritableException.class, () -> append(2, "2\n"));
            assertEquals(1, ledger.position(1).offset());
            assertTrue(disk.wasFull());
        }
        append(2, "2\n");
        assertEquals(Map.of("test/web1_i-000001.log", "1\n"), outbox());
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "test/web1_i-000002.log", "2\n"), outbox());
    }

    @Test
    void aBatchThatFailedIsSealedBeforeTheNextOneIsClosed() throws IOException {
        SlowDisk slow = new SlowDisk(SealBehindTest::isCheckpoint);
        append(1, "1\n");
        sealBehind();
        slow.awaitWrite();
        append(2, "2\n");
        try (FullDisk full = new FullDisk(1, Long.MAX_VALUE)) {
            slow.close();
            await().until(() -> failed.get() == 1);
            assertTrue(full.wasFull());
        }
        sealBehind();
        batch.seal(Event.SEALED_BY_STOP);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "test/web1_i-000002.log", "2\n"), outbox());
    }
}
