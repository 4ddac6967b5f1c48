package dev.caravan.source.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.testing.Journal;
import dev.caravan.testing.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that nobody asks for a while, as where the process hangs: what the journal deletes meanwhile, journalctl passes over in silence. */
class JournalPauseTest {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final String LOST = "the journal no longer has the last stored record";

    @TempDir
    Path directory;

    @Test
    void whatIsDeletedWhileItHangsIsTold() throws Exception {
        try (Journal journal = new Journal(Files.createDirectory(directory.resolve("journal"))); LogCapture log = new LogCapture();
            Collected collected = new Collected(directory.resolve("state"), journal.directory()).start()) {
            collected.reader.longestPause = PAUSE;
            journal.write("a", journal.entry("1"), journal.entry("2"));
            collected.read(2).seal();
            journal.write("b", journal.entry("3"));
            collected.read(3).seal();
            assertFalse(log.text().contains(LOST), log.text());
            journal.write("b", journal.entry("4"));
            Files.delete(journal.file("b"));
            Files.delete(journal.file("a"));
            journal.write("c", journal.entry("5"));
            LockSupport.parkNanos(2 * PAUSE);
            assertTrue(collected.reader.hasWork());
            collected.read(4).seal();
            assertTrue(log.text().contains(LOST), log.text());
            assertEquals(List.of("1", "2", "3", "5"), collected.messages());
            journal.write("c", journal.entry("6"));
            collected.read(5);
            assertEquals(1, log.text().lines().filter(line -> line.contains(LOST)).count(), log.text());
        }
    }

    /** journalctl of systemd 257 printed nothing more after the files around it were deleted. */
    @Test
    void itIsStartedAnewWhenFilesOfTheJournalChange() throws Exception {
        try (Journal journal = new Journal(Files.createDirectory(directory.resolve("journal")));
            Collected collected = new Collected(directory.resolve("state"), journal.directory()).start()) {
            collected.reader.shortestRun = TimeUnit.MILLISECONDS.toNanos(300);
            journal.write("a", journal.entry("1"), journal.entry("2"));
            collected.read(2).seal();
            int runs = collected.reader.runs;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
            journal.write("b", journal.entry("3"));
            collected.read(3);
            await().until(() -> {
                collected.reader.next();
                return collected.reader.runs > runs;
            });
            // What was not sealed is not read twice, for it is stored.
            journal.write("b", journal.entry("4"));
            collected.read(4).seal();
            assertEquals(List.of("1", "2", "3", "4"), collected.messages());
        }
    }

    /** The second loss may be as large as the first: files of the journal have one size. */
    @Test
    void eachLossIsReportedOnce() {
        try (LogCapture log = new LogCapture()) {
            JournalTroubles troubles = new JournalTroubles("auth", new SourceStats("auth"));
            for (String place : List.of("1", "1", "2", "2")) {
                troubles.warn("7 records were deleted", place);
            }
            troubles.warn(null, "3");
            assertEquals(2, log.text().lines().filter(line -> line.contains("7 records were deleted")).count(), log.text());
        }
    }
}
