package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.FileEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten too early is read again when it comes back; what is never forgotten makes the checkpoint grow for ever. */
class CheckpointPrunerTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    @TempDir
    Path directory;
    private Identified files;
    private CheckpointPruner pruner;

    @BeforeEach
    void open() throws IOException {
        files = new Identified(directory, null);
        pruner = new CheckpointPruner(files.options, files.ledger, files.followed, files.finder);
        // The log has a successor, and its directory is not empty.
        files.write("a.log", "one\n");
        files.read("a.log", 4);
    }

    @AfterEach
    void close() {
        files.close();
    }

    private Path log() {
        return files.logs.resolve("a.log");
    }

    /** A file that was rotated from a log, and is gone for a time. It never existed, which costs nothing. */
    private TrackedFile gone(String name, Path log, long millis) {
        Path path = log.resolveSibling(name);
        TrackedFile file = files.followed.followRotated(new FileStat(path, 1, 1_000_000 + path.hashCode(), 10, 1), log);
        files.followed.gone(file);
        files.ledger.moved(file.position().withGoneSince(files.time.millis() - millis));
        return file;
    }

    private TrackedFile copyGone(String name, long millis) {
        TrackedFile file = gone(name, log(), millis);
        files.ledger.moved(file.position().after(FileEvent.COPIED));
        return file;
    }

    private boolean isKnown(TrackedFile file) {
        boolean known = files.ledger.position(file.id()) != null;
        assertEquals(known, files.followed.rotated().contains(file));
        return known;
    }

    @Test
    void aFileThatIsGoneMayComeBackForAWeek() {
        TrackedFile file = gone("a.log.1", log(), 7 * DAY);
        TrackedFile other = gone("a.log.2", log(), DAY);
        assertEquals(List.of(), pruner.forget());
        files.time.passes(1);
        assertEquals(List.of(file.id()), pruner.forget());
        assertFalse(isKnown(file));
        assertTrue(isKnown(other));
        assertEquals(List.of(), pruner.forget());
    }

    @Test
    void aCopyThatIsGoneMayComeBackForAnHour() {
        TrackedFile copy = copyGone("a.log.1.gz", HOUR);
        TrackedFile other = gone("a.log.2", log(), HOUR);
        assertEquals(List.of(), pruner.forget());
        files.time.passes(1);
        assertEquals(List.of(copy.id()), pruner.forget());
        assertFalse(isKnown(copy));
        assertTrue(isKnown(other));
    }

    /** Deleted, but still read. Or its lines are needed again after a crash: then its position must be in the checkpoint. */
    @Test
    void whatIsOpenOrNotSealedIsNotForgotten() throws IOException {
        files.write("b.log", "two\n");
        TrackedFile open = files.read("b.log", 4);
        assertTrue(files.followed.open(open, 16));
        Files.delete(files.logs.resolve("b.log"));
        files.followed.gone(open);
        files.ledger.moved(open.position().withGoneSince(files.time.millis() - 9 * DAY));
        TrackedFile unsealed = gone("a.log.1", log(), 9 * DAY);
        FileCheckpoint position = unsealed.position();
        files.ledger.stored(position.at(10, 0, null, false));
        assertEquals(List.of(), pruner.forget());
        open.close();
        files.ledger.close();
        files.ledger.commit(1, List.of());
        assertEquals(Set.of(open.id(), unsealed.id()), Set.copyOf(pruner.forget()));
    }

    @Test
    void whatIsThereIsNotForgotten() throws IOException {
        files.write("a.log.1", "one\n");
        TrackedFile there = files.followed.followRotated(files.stat("a.log.1"), log());
        TrackedFile gone = gone("a.log.2", log(), 9 * DAY);
        assertEquals(List.of(gone.id()), pruner.forget());
        assertTrue(isKnown(there));
    }

    /** An outage of a file system, or a directory that somebody took away, may last. */
    @Test
    void whatLeftWithItsDirectoryIsNotForgotten() throws IOException {
        Path log = files.logs.resolve("web/b.log");
        TrackedFile left = gone("b.log.1", log, 99 * DAY);
        TrackedFile gone = gone("a.log.1", log(), 99 * DAY);
        assertEquals(List.of(gone.id()), pruner.forget());
        // As it is when a file system is not mounted.
        Files.createDirectory(log.getParent());
        assertEquals(List.of(), pruner.forget());
        Files.createFile(log);
        assertEquals(List.of(left.id()), pruner.forget());
    }

    @Test
    void nothingIsForgottenWhileTheDirectoryOfTheSourceIsMissingOrEmpty() throws IOException {
        Path web = Files.createDirectories(directory.resolve("elsewhere"));
        Files.createFile(web.resolve("something"));
        TrackedFile gone = gone("b.log.1", web.resolve("b.log"), 99 * DAY);
        Files.delete(log());
        assertEquals(List.of(), pruner.forget());
        Files.delete(files.logs);
        assertEquals(List.of(), pruner.forget());
        Files.createDirectory(files.logs);
        files.write("a.log", "one\n");
        assertEquals(List.of(gone.id()), pruner.forget());
    }

    @Test
    void fiveHundredAreRememberedAndTheOldestOfMoreAreNot() {
        List<TrackedFile> gone = many(502, log());
        // Not in the order in which they were lost.
        assertEquals(List.of(gone.get(501).id(), gone.get(500).id()), pruner.forget());
        assertEquals(List.of(), pruner.forget());
    }

    /** The later ones are gone for longer. */
    private List<TrackedFile> many(int number, Path log) {
        List<TrackedFile> gone = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            gone.add(gone(log.getFileName() + "." + i, log, 2 * MINUTE + i));
        }
        return gone;
    }

    @Test
    void whatWasForgottenForItsAgeCountsToo() {
        many(499, log());
        TrackedFile old = gone("a.log.old", log(), 8 * DAY);
        TrackedFile middle = gone("a.log.2", log(), HOUR);
        assertEquals(List.of(old.id()), pruner.forget());
        assertTrue(isKnown(middle));
    }

    @Test
    void noneIsForgottenInItsFirstMinute() {
        List<TrackedFile> gone = new ArrayList<>();
        for (int i = 0; i < 501; i++) {
            gone.add(gone("a.log." + i, log(), MINUTE));
        }
        assertEquals(List.of(), pruner.forget());
        files.time.passes(1);
        assertEquals(1, pruner.forget().size());
        assertEquals(500, gone.stream().filter(this::isKnown).count());
    }

    @Test
    void ofManyLogsThreeFilesEachAreRemembered() throws IOException {
        for (int i = 1; i < 200; i++) {
            files.followed.follow(new FileStat(files.logs.resolve("b" + i + ".log"), 1, 2_000_000 + i, 0, 1), 0);
        }
        List<TrackedFile> gone = many(601, log());
        assertEquals(List.of(gone.get(600).id()), pruner.forget());
    }

    /** While nothing has replaced a log, the newest of what it was rotated to may be that log, and may come back. */
    @Test
    void theNewestOfALogThatIsGoneCountsSeparately() {
        Path missing = files.logs.resolve("b.log");
        List<TrackedFile> others = many(500, log());
        List<TrackedFile> away = many(2, missing);
        assertEquals(List.of(others.get(499).id()), pruner.forget());
        assertTrue(isKnown(away.get(0)));
        TrackedFile more = gone("a.log.more", log(), HOUR);
        assertEquals(List.of(more.id()), pruner.forget());
        files.time.passes(8 * DAY);
        assertEquals(501, pruner.forget().size(), "not for ever");
    }

    /** As of containers, which come and go. */
    @Test
    void fiveThousandLogsThatAreAwayAreRemembered() {
        List<TrackedFile> gone = new ArrayList<>();
        for (int i = 0; i < 5001; i++) {
            gone.add(gone("c.log", files.logs.resolve(i + "/c.log"), 2 * MINUTE + i));
        }
        assertEquals(List.of(gone.get(5000).id()), pruner.forget());
        files.time.passes(30 * DAY);
        assertEquals(List.of(), pruner.forget());
    }

    private FileStat inArchive(String name, long mtimeMillis) throws IOException {
        Path file = files.write("2026-11-25/" + name, "archived\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(mtimeMillis));
        return files.stat("2026-11-25/" + name);
    }

    @Test
    void whatWasReadInAnArchiveIsForgottenTwoDaysAfterIt() throws IOException {
        long looked = files.ledger.looks().created() + 9 * DAY;
        files.ledger.looks().last(looked);
        List<TrackedFile> read = new ArrayList<>();
        for (long mtime : new long[] {looked - 2 * DAY - 1, looked - 2 * DAY}) {
            read.add(files.followed.followRotated(inArchive("a." + mtime + ".log", mtime), log()));
        }
        assertEquals(List.of(), pruner.forget(), "not before it was read to its end");
        read.forEach(file -> file.progress(ReadProgress.FINISHED));
        TrackedFile beside = files.followed.followRotated(new FileStat(log(), 1, 5, 9, 1), log());
        beside.progress(ReadProgress.FINISHED);
        assertTrue(files.followed.open(read.get(0), 16));
        assertEquals(List.of(), pruner.forget(), "not while it is open");
        read.get(0).close();
        files.ledger.stored(read.get(0).position().at(9, 0, null, false));
        assertEquals(List.of(), pruner.forget(), "not before its lines are sealed");
        files.ledger.close();
        files.ledger.commit(1, List.of());
        assertEquals(List.of(read.get(0).id()), pruner.forget());
        assertNull(files.ledger.position(read.get(0).id()));
        assertNotNull(files.ledger.position(read.get(1).id()));
    }

    @Test
    void whatIsInAnArchiveForADayIsNotReadAndMustNotBeKnown() throws IOException {
        long created = files.ledger.looks().created();
        assertTrue(pruner.isPast(inArchive("a.1.log", created - 12 * HOUR - 21), log()), "it was there before the first start");
        assertFalse(pruner.isPast(inArchive("a.2.log", created - 12 * HOUR - 20), log()), "the clock may be ahead");
        files.ledger.looks().last(created + 9 * DAY);
        assertTrue(pruner.isPast(inArchive("a.3.log", created + 8 * DAY - 21), log()));
        assertFalse(pruner.isPast(inArchive("a.4.log", created + 8 * DAY - 20), log()));
        files.write("a.log.5", "beside\n");
        Files.setLastModifiedTime(files.logs.resolve("a.log.5"), FileTime.fromMillis(1));
        assertFalse(pruner.isPast(files.stat("a.log.5"), log()), "it is not in an archive");
    }

    @Test
    void aClockThatIsSetBackIsNoticedOnce() throws IOException {
        long now = files.ledger.looks().created();
        FileStat before = inArchive("a.1.log", now + 8 * DAY - 1);
        FileStat after = inArchive("a.2.log", now + 8 * DAY);
        files.ledger.looks().last(now + 10 * DAY);
        assertFalse(pruner.setBack(now + 10 * DAY), "it stands where it stood");
        assertFalse(pruner.mayBeForgotten(before, log()));
        assertTrue(pruner.setBack(now + DAY));
        assertEquals(now + DAY, files.ledger.looks().looked());
        assertTrue(pruner.mayBeForgotten(before, log()));
        assertFalse(pruner.mayBeForgotten(after, log()));
        assertFalse(pruner.mayBeForgotten(new FileStat(log(), 1, 1, 1, 1), log()), "beside the log, nothing is forgotten for its age");
        assertFalse(pruner.setBack(now + DAY));
        assertFalse(pruner.mayBeForgotten(before, log()));
    }

    @Test
    void theTimeOfALookAdvancesAtMostTwiceAsFastAsTimeGoesBy() {
        long started = files.ledger.looks().looked();
        assertEquals(started, pruner.steady(started + 30 * DAY));
        files.time.passes(HOUR);
        assertEquals(started + HOUR, pruner.steady(started + HOUR));
        assertEquals(started + 2 * HOUR, pruner.steady(started + 30 * DAY));
        // As in a process that has run for long: the time when this one began is no zero.
        CheckpointPruner later = new CheckpointPruner(files.options, files.ledger, files.followed, files.finder);
        assertEquals(started, later.steady(started + 30 * DAY));
    }
}
