package dev.caravan.batch;

import static dev.caravan.batch.OpenBatches.section;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.state.FullDisk;
import dev.caravan.state.UnwritableException;
import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start makes of the files that the process before left. */
class RecoveryTest {

    @TempDir
    Path directory;
    private OpenBatches open;

    @BeforeEach
    void open() throws IOException {
        open = new OpenBatches(directory);
    }

    @AfterEach
    void close() throws IOException {
        open.close();
    }

    private Map<String, String> recovered() throws IOException {
        open.restart();
        open.batches().recover();
        return open.outbox();
    }

    /** The only file of an open batch. */
    private Path openFile() throws IOException {
        Map<String, String> files = open.openFiles();
        assertEquals(1, files.size(), files.toString());
        return open.ledger().open().resolve(files.keySet().iterator().next());
    }

    @Test
    void whatACheckpointNamesIsMovedToTheOutbox() throws IOException {
        open.follow();
        open.batch().append(open.block(1, "1\n").with(section("other", "log", "o\n")), "test", false);
        try (FullDisk disk = new FullDisk(file -> file.startsWith(open.state().outbox()))) {
            assertThrows(UnwritableException.class, () -> open.batch().seal(Event.SEALED_BY_SIZE));
            assertTrue(disk.wasFull());
        }
        assertEquals(Map.of(), open.outbox());
        assertEquals(0, open.space().files(), "a failed move counts nothing");
        try (LogCapture log = new LogCapture()) {
            assertEquals(Map.of("test/web1_i-000001.log", "1\n", "other/web1_i-test-000001.log", "o\n"), recovered());
            assertTrue(log.text().contains("test: finished an interrupted seal: test/web1_i-000001.log"), log.text());
        }
        assertEquals(Map.of(), open.openFiles());
        assertEquals(2, open.space().files());
        assertEquals(4, open.space().bytes());
        assertEquals(2, open.space().arrived(), "delivery is told");
        try (LogCapture log = new LogCapture()) {
            assertEquals(2, recovered().size());
            assertFalse(log.text().contains("interrupted"), "nothing was left to do: " + log.text());
        }
        assertEquals(2, open.space().files(), "each is counted once");
    }

    @Test
    void anUnfinishedBatchOfAFileIsDroppedBecauseItsLinesAreReadAgain() throws IOException {
        open.follow();
        open.ledger().save();
        open.append(2, "1\n2\n");
        assertTrue(Part.isPart(openFile()));
        try (LogCapture log = new LogCapture()) {
            assertEquals(Map.of(), recovered());
            assertTrue(log.text().contains("test: an unfinished batch is dropped; its lines are read again"), log.text());
        }
        assertEquals(Map.of(), open.openFiles());
        assertEquals(0, open.ledger().position(1).offset());
    }

    @Test
    void theOutputOfCommandsIsContinued() throws IOException {
        open.appendRun("a\nb\n");
        Files.writeString(openFile(), "half", StandardOpenOption.APPEND);
        open.batch().append(TestBlock.of("o\n"), "other", true);
        open.restart();
        try (LogCapture log = new LogCapture()) {
            open.appendRun("c\n");
            assertTrue(log.text().contains("test: continues an unsealed batch with 4 bytes of commands' output"), log.text());
        }
        assertEquals(8, open.stats().openBatchBytes());
        assertEquals(Map.of(), open.outbox(), "both outputs are in the open batch");
        open.batch().seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("test/web1_i-000001.log", "a\nb\nc\n", "other/web1_i-test-000001.log", "o\n"), open.outbox());
        assertEquals(Map.of(), open.openFiles());
    }

    @Test
    void theTimeInTheKeyIsTheOneWhenTheBatchWasOpened() throws IOException {
        open.close();
        open = new OpenBatches(directory.resolve("timed"), "{timestamp}_{host}_{seq}.{ext}");
        Files.writeString(open.ledger().open().resolve("000001~1764000000000~log~a+b.journal"), "a\n");
        assertEquals(Map.of("20251124T160000Z_web1_i-test-000001.log", "a\n"), recovered());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 20_000})
    void aLineThatIsNotWholeIsCutOffHoweverLongItIs(int length) throws IOException {
        open.appendRun("a\n".repeat(5000) + "x\n");
        Files.writeString(openFile(), "y".repeat(length), StandardOpenOption.APPEND);
        assertEquals(Map.of("test/web1_i-000001.log", "a\n".repeat(5000) + "x\n"), recovered());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8192, 20_000})
    void outputWithoutAWholeLineIsNoBatch(int length) throws IOException {
        open.appendRun("a\n");
        Files.writeString(openFile(), "y".repeat(length));
        assertEquals(Map.of(), recovered());
        assertEquals(Map.of(), open.openFiles());
    }

    @Test
    void outputThatWasSealedBeforeTheCrashIsNotSentTwice() throws IOException {
        open.appendRun("a\n");
        Path file = openFile();
        open.batch().seal(Event.SEALED_BY_SIZE);
        Files.writeString(file, "a\n");
        Path unfinished = file.resolveSibling(file.getFileName().toString().replace("000001~", "000002~"));
        Files.writeString(unfinished, "b\n");
        Files.writeString(unfinished.resolveSibling(unfinished.getFileName().toString().replace("journal", "part")), "b");
        try (LogCapture log = new LogCapture()) {
            assertEquals(Map.of("test/web1_i-000001.log", "a\n", "test/web1_i-000002.log", "b\n"), recovered());
            assertFalse(log.text().contains("dropped"), "a copy of a journal is no batch of its own: " + log.text());
        }
        assertEquals(Map.of(), open.openFiles());
    }

    @Test
    void severalBatchesOfCommandsAreRecoveredInTheirOrderAfterTheCheckpointIsDamaged() throws IOException {
        open.appendRun("a\n");
        String name = openFile().getFileName().toString();
        Path folder = open.ledger().open();
        open.state().close();
        try (var files = Files.list(folder.getParent())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.writeString(file, "no checkpoint");
            }
        }
        Files.writeString(folder.resolve(name.replace("000001~", "000007~")), "b\n");
        open.restart();
        assertTrue(open.ledger().isAfterDamage());
        open.batches().recover();
        assertEquals(Map.of("test/web1_i-000001.log", "a\n", "test/web1_i-000007.log", "b\n"), open.outbox());
    }

    @Test
    void aFileThatIsNoBatchIsKeptAside() throws IOException {
        Files.writeString(open.ledger().open().resolve("notes.txt"), "mine");
        try (LogCapture log = new LogCapture()) {
            assertEquals(Map.of(), recovered());
            assertTrue(Pattern.compile("test: .*notes.txt is no batch; it is kept as .*/damaged/.*/test/open/notes.txt").matcher(log.text()).find(),
                log.text());
        }
        assertEquals(Map.of(), open.openFiles());
        assertTrue(OpenBatches.files(open.state().root().resolve("damaged")).containsValue("mine"));
    }

    @Test
    void aMissingFolderIsAProblemAndNoSealThatIsDone() throws IOException {
        open.follow();
        open.append(1, "1\n");
        Path folder = open.ledger().open();
        Path away = folder.resolveSibling("away");
        try (FullDisk disk = new FullDisk(file -> file.startsWith(open.state().outbox()))) {
            assertThrows(UnwritableException.class, () -> open.batch().seal(Event.SEALED_BY_SIZE));
            assertTrue(disk.wasFull());
        }
        Files.move(folder, away);
        assertThrows(UnwritableException.class, () -> open.batch().seal(Event.SEALED_BY_SIZE));
        Files.move(away, folder);
        open.batch().seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n"), open.outbox());
    }

    @Test
    void everySourceWithAFolderIsRecoveredEvenIfItsRouteIsGone() throws IOException {
        for (String name : List.of("test", "gone")) {
            open.batches().batch(name).append(TestBlock.of(name + "\n"), name, true);
        }
        Files.createDirectories(open.state().root().resolve("no-source"));
        Files.createDirectories(open.state().root().resolve("damaged/open"));
        assertEquals(Map.of("test/web1_i-000001.log", "test\n", "gone/web1_i-000001.log", "gone\n"), recovered());
        assertEquals(List.of("gone", "test"), open.sources().all().stream().map(source -> source.name()).toList());
    }

    @Test
    void aBatchThatCannotBeReadEndsTheStartWithItsName() throws IOException {
        open.appendRun("a\n");
        Path file = openFile();
        Files.delete(file);
        Files.createDirectory(file);
        open.restart();
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> open.batches().recover());
        assertTrue(e.getMessage().startsWith("the open batches of test cannot be recovered: ") && e.getMessage().contains(file.toString()),
            e.getMessage());
        Files.delete(file);
    }

    @Test
    void noFileOfTheOutboxIsEverReplaced() throws IOException {
        open.follow();
        open.batch().append(open.block(1, "1\n"), "other", false);
        // So it is after both checkpoints were lost: numbers begin again.
        Path taken = open.state().outbox().resolve("other/web1_i-test-000001.log");
        Files.createDirectories(taken.getParent());
        Files.writeString(taken, "older\n");
        try (LogCapture log = new LogCapture()) {
            open.batch().seal(Event.SEALED_BY_SIZE);
            assertTrue(log.text().contains("test: another object that waits in the outbox has the key other/web1_i-test-000001.log"), log.text());
        }
        Map<String, String> outbox = open.outbox();
        assertEquals("older\n", outbox.remove("other/web1_i-test-000001.log"));
        assertEquals(List.of("1\n"), List.copyOf(outbox.values()));
        String key = outbox.keySet().iterator().next();
        assertTrue(key.matches("other/web1_i-test-000001-again[0-9a-z]{12,13}\\.log"), key);
        assertEquals("test", open.sources().ofKey(key).name(), "its delivery is credited to the source");
        open.restart();
        assertNotNull(open.ledger().waiting().get(key), "the checkpoint knows it by its new key");
        assertEquals(Map.of(), open.openFiles());
    }

    @Test
    void afterAPowerLossThatBringsTheOldNameBackAPartIsInTheOutboxOnce() throws IOException {
        open.follow();
        open.append(1, "1\n");
        Path file = openFile();
        open.batch().seal(Event.SEALED_BY_SIZE);
        Files.createLink(file, open.state().outbox().resolve("test/web1_i-000001.log"));
        try (LogCapture log = new LogCapture()) {
            assertEquals(Map.of("test/web1_i-000001.log", "1\n"), recovered());
            assertFalse(log.text().contains("finished an interrupted seal"), "nothing was moved: " + log.text());
        }
        assertEquals(Map.of(), open.openFiles());
        assertEquals(1, open.space().files());
        assertEquals(2, open.space().bytes());
    }
}
