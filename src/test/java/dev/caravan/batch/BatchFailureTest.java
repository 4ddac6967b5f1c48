package dev.caravan.batch;

import static dev.caravan.batch.OpenBatches.section;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.state.FullDisk;
import dev.caravan.state.UnwritableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a batch that cannot be written. */
@Timeout(60)
class BatchFailureTest {

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

    private static boolean isPart(Path file) {
        return file.getFileName().toString().endsWith(".part");
    }

    @Test
    void whatABlockThatFailedAddedDoesNotMakeTheBatchFull() throws IOException {
        open.appendRun("first\n");
        String tooLong = "x".repeat(100) + "/" + "y".repeat(100) + "/" + "z".repeat(100);
        assertThrows(BatchNotStoredException.class, () -> batch.append(TestBlock.of("x".repeat(50) + "\n").with(section("new", "log",
            "y".repeat(60) + "\n")).with(section(tooLong, "log", "z\n")), "test", true));
        assertFalse(batch.isFull());
        assertEquals(1, open.openFiles().size(), "the part of the new output is gone: " + open.openFiles());
        open.appendRun("x".repeat(92) + "\n");
        assertFalse(batch.isFull(), "99 of 100 bytes");
        open.appendRun("\n");
        assertTrue(batch.isFull());
    }

    @Test
    void aBatchThatIsDiscardedLeavesNoFileAndIsReadAgain() throws IOException {
        open.append(1, "1\n");
        try (FullDisk disk = new FullDisk(BatchFailureTest::isPart)) {
            UnwritableException e = assertThrows(UnwritableException.class, () -> batch.seal(Event.SEALED_BY_SIZE));
            assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
            assertTrue(disk.wasFull());
        }
        assertEquals(Map.of(), open.openFiles());
        assertEquals(0, open.stats().openBatchBytes());
        assertTrue(open.stats().hasProblem(SourceStats.STATE));
        open.append(1, "1\n");
        batch.seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n"), open.outbox());
        assertFalse(open.stats().hasProblem(SourceStats.STATE), "the state was written");
    }

    @Test
    void theOutputOfACommandThatCannotBeSealedStaysInTheBatch() throws IOException {
        open.appendRun("a\n");
        try (FullDisk disk = new FullDisk(BatchFailureTest::isPart)) {
            assertThrows(UnwritableException.class, () -> batch.seal(Event.SEALED_BY_SIZE));
            assertTrue(disk.wasFull());
        }
        assertEquals(2, open.stats().openBatchBytes());
        open.appendRun("b\n");
        batch.seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("test/web1_i-000001.log", "a\nb\n"), open.outbox());
        assertEquals(Map.of(), open.openFiles());
    }

    @Test
    void whileASealHasFailedHalfwayOutputOfACommandIsNotStored() throws Exception {
        open.appendRun("a\n");
        try (FullDisk disk = new FullDisk(file -> file.startsWith(open.state().outbox()))) {
            assertThrows(UnwritableException.class, () -> batch.seal(Event.SEALED_BY_SIZE));
            assertThrows(BatchNotStoredException.class, () -> open.appendRun("b\n"), "the caller must try again");
            UnwritableException e = assertThrows(UnwritableException.class, () -> open.append(1, "1\n"));
            assertFalse(e instanceof BatchNotStoredException, "lines of a file are read again");
            assertTrue(disk.wasFull());
        }
        assertUnlocked();
        open.appendRun("b\n");
        batch.seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("test/web1_i-000001.log", "a\n", "test/web1_i-000002.log", "b\n"), open.outbox());
    }

    @Test
    void outputOfACommandIsForcedToDiskBeforeItCountsAsStored() throws IOException {
        // The file is created, its directory forced, then the file written and forced.
        for (int write = 1; write <= 4; write++) {
            try (FullDisk disk = new FullDisk(write, 1)) {
                assertThrows(BatchNotStoredException.class, () -> open.appendRun("a\n"), "write " + write);
                assertTrue(disk.wasFull());
            }
            batch = restarted();
            assertFalse(open.openFiles().containsValue("a\n"), "what was not stored is appended again");
        }
        open.appendRun("a\n");
        for (int write = 1; write <= 2; write++) {
            try (FullDisk disk = new FullDisk(write, 1)) {
                assertThrows(BatchNotStoredException.class, () -> open.appendRun("b\n"), "write " + write);
                assertTrue(disk.wasFull());
            }
        }
        open.appendRun("b\n");
        // The compressed copy is created, written and forced.
        for (int write = 1; write <= 3; write++) {
            try (FullDisk disk = new FullDisk(BatchFailureTest::isPart, write, 1)) {
                assertThrows(UnwritableException.class, () -> batch.seal(Event.SEALED_BY_SIZE), "write " + write);
                assertTrue(disk.wasFull());
            }
        }
        batch.seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("test/web1_i-000001.log", "a\nb\n"), open.outbox());
    }

    private Batch restarted() throws IOException {
        open.restart();
        return open.batch();
    }

    @Test
    void aBatchOfWhichAnOutputCannotBeWrittenLeavesNoFile() throws IOException {
        String tooLong = "x".repeat(100) + "/" + "y".repeat(100) + "/" + "z".repeat(100);
        open.append(1, "1\n");
        assertThrows(UnwritableException.class, () -> batch.append(open.block(2, "2\n").with(section(tooLong, "log", "z\n")), "test", false));
        assertEquals(Map.of(), open.openFiles());
        open.append(2, "1\n2\n");
        batch.seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n2\n"), open.outbox());
    }

    @Test
    void noFileStaysOpen() throws IOException {
        Path folder = open.ledger().open();
        open.append(1, "1\n");
        batch.seal(Event.SEALED_BY_SIZE);
        open.appendRun("a\n");
        batch.seal(Event.SEALED_BY_SIZE);
        open.appendRun("b\n");
        try (FullDisk disk = new FullDisk(BatchFailureTest::isPart)) {
            assertThrows(UnwritableException.class, () -> batch.seal(Event.SEALED_BY_SIZE));
            assertTrue(disk.wasFull());
        }
        batch.seal(Event.SEALED_BY_SIZE);
        open.append(2, "2\n");
        try (FullDisk disk = new FullDisk(BatchFailureTest::isPart)) {
            assertThrows(UnwritableException.class, () -> batch.seal(Event.SEALED_BY_SIZE));
            assertTrue(disk.wasFull());
        }
        Files.writeString(folder.resolve("000001~1764000000000~log~test.journal"), "sealed long ago\n");
        restarted();
        assertEquals(Map.of(), open.openFiles());
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "only Linux lists the open files of a process");
        try (var all = Files.list(descriptors)) {
            assertEquals(List.of(), all.map(BatchFailureTest::target).filter(file -> file.startsWith(folder.toString())).toList());
        }
    }

    /** The name of an open file; empty for one that was closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void theReasonIsNotTheCause() {
        assertInstanceOf(UnwritableException.class, new BatchNotStoredException(new UnwritableException(directory, new IOException("full"))));
    }
}
