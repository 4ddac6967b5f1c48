package dev.caravan.batch;

import static dev.caravan.batch.OpenBatches.section;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.Ledger;
import dev.caravan.state.UnwritableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a batch counts, when it is full, and which objects it becomes. */
@Timeout(60)
class BatchTest {

    @TempDir
    Path directory;
    private OpenBatches open;
    private Batch batch;

    @BeforeEach
    void open() throws IOException {
        open = new OpenBatches(directory).follow();
        batch = open.batch();
    }

    @AfterEach
    void close() throws IOException {
        open.close();
    }

    /** Neither lock of the batch is held by this thread any more. */
    private void assertUnlocked() throws Exception {
        supplyAsync(() -> batch.isSealing() | batch.isFull()).get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatIsStoredIsCounted() throws Exception {
        byte[] refused = "{\"x\":1}\n".getBytes(StandardCharsets.UTF_8);
        batch.append(open.block(3, "1\n2\n3\n").withUnparsed(refused, 1).withoutEvent(2), "test", false);
        SourceStats stats = open.stats();
        assertEquals(3, stats.get(Event.LINES_STORED));
        assertEquals(6, stats.get(Event.BYTES_STORED));
        assertEquals(1, stats.get(Event.UNPARSED));
        assertEquals(2, stats.get(Event.WITHOUT_EVENT));
        assertEquals(6 + refused.length, stats.openBatchBytes());
        batch.seal(Event.SEALED_BY_AGE);
        assertEquals(1, stats.get(Event.SEALED_BY_AGE));
        assertEquals(0, stats.openBatchBytes());
        batch.seal(Event.SEALED_BY_AGE);
        assertEquals(1, stats.get(Event.SEALED_BY_AGE), "nothing was appended since");
        batch.sealedEach(60_000);
        assertEquals(60_000, stats.sealedEach());
        assertUnlocked();
    }

    @Test
    void aBatchOfWhichAllLinesWereFilteredOutMovesThePositionsOnly() throws IOException {
        open.append(1, "1\n");
        batch.seal(Event.SEALED_BY_SIZE);
        batch.append(open.block(2, "2\n").with(new byte[0], 0, 0), "test", false);
        batch.seal(Event.SEALED_BY_SIZE);
        assertEquals(2, new Ledger(open.state(), "test").position(1).offset());
        assertEquals(Map.of("test/web1_i-000001.log", "1\n"), open.outbox());
        assertEquals(1, open.stats().get(Event.SEALED_BY_SIZE));
        open.append(3, "3\n");
        batch.seal(Event.SEALED_BY_SIZE);
        assertEquals("3\n", open.outbox().get("test/web1_i-000002.log"), "no number is left out");
    }

    @Test
    void aBatchIsFullFromItsMaximumSizeOn() throws Exception {
        batch.append(open.block(1, "x".repeat(97) + "\n").with(section("other", "log", "\n")), "test", false);
        assertFalse(batch.isFull(), "99 of 100 bytes");
        open.append(2, "\n");
        assertTrue(batch.isFull());
        batch.seal(Event.SEALED_BY_SIZE);
        assertFalse(batch.isFull());
        open.appendRun("x".repeat(99) + "\n");
        assertTrue(batch.isFull());
        assertUnlocked();
    }

    @Test
    void theOutputOfACommandIsSealedBeforeTheCallerGoesOn() throws Exception {
        open.appendRun("a\n");
        batch.sealBehind(Event.SEALED_BY_AGE, () -> {
            throw new AssertionError("it does not fail");
        });
        assertEquals(Map.of("test/web1_i-000001.log", "a\n"), open.outbox());
        assertFalse(batch.isSealing());
        assertUnlocked();
    }

    @Test
    void theTimeInTheKeyIsWhenTheBatchWasOpened() throws IOException {
        open.close();
        open = new OpenBatches(directory.resolve("timed"), "{timestamp}_{host}_{seq}").follow();
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        open.append(1, "1\n");
        Instant after = Instant.now();
        open.batch().seal(Event.SEALED_BY_SIZE);
        String key = open.outbox().keySet().iterator().next();
        Instant opened = LocalDateTime.parse(key.substring(0, 16), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")).toInstant(ZoneOffset.UTC);
        assertFalse(opened.isBefore(before) || opened.isAfter(after), key);
    }

    @Test
    void aBlockOutOfOrderIsRefusedWithTheCause() {
        IOException e = assertThrows(IOException.class, () -> batch.append(open.block(5, "5\n"), "test", false));
        assertFalse(e instanceof UnwritableException);
        assertTrue(e.getMessage().startsWith("a block of test came twice or out of order: a route must pass each block to one"), e.getMessage());
    }

    @Test
    void aBlockThatIsStoredShowsThatTheRouteWorks() throws IOException {
        open.stats().problem(SourceStats.ROUTE, "broken");
        open.append(1, "1\n");
        assertFalse(open.stats().hasProblem(SourceStats.ROUTE));
    }

    @Test
    void twoOutputsWithOneKeyAreTwoObjects() throws IOException {
        open.close();
        open = new OpenBatches(directory.resolve("plain"), "logs/{host}_{seq}").follow();
        batch = open.batch();
        batch.append(open.block(1, "main\n").with(section("other", "log", "o\n")).with(section("other", "json", "{}\n")), "test", false);
        batch.seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("logs/web1_i-test-000001", "main\n", "logs/web1_i-test-000001-2", "o\n", "logs/web1_i-test-000001-3", "{}\n"),
            open.outbox());
    }
}
