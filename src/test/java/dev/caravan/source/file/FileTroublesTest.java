package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.UnwritableException;
import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told about files that cannot be read, for how long, and what it does to the other files. */
class FileTroublesTest {

    @TempDir
    Path directory;
    private final SourceStats stats = new SourceStats("access");
    private final ManualTime time = new ManualTime();
    private final FileTroubles troubles = new FileTroubles("access", stats, time);

    private Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "line\n");
    }

    private List<String> problems() {
        return List.copyOf(stats.problems());
    }

    private static int warnings(LogCapture log, String text) {
        return log.text().split(java.util.regex.Pattern.quote(text), -1).length - 1;
    }

    @Test
    void aFileThatCannotBeReadIsToldOnceUntilItIsReadAgain() throws IOException {
        Path file = file("a.log");
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 3; i++) {
                troubles.failed(file, new IOException("I/O error"));
            }
            assertEquals(List.of(file + " cannot be read: java.io.IOException: I/O error"), problems());
            assertEquals(1, warnings(log, "access: " + file + " cannot be read: java.io.IOException: I/O error. Caravan tries again."), log.text());
            troubles.readAgain(file);
            troubles.readAgain(file);
            assertEquals(List.of(), problems());
            assertEquals(1, warnings(log, file + " can be read again"), log.text());
        }
    }

    @Test
    void aFileOfOthersIsToldWithARemedy() throws IOException {
        Path file = file("a.log");
        troubles.failed(file, new AccessDeniedException(file.toString()));
        assertEquals(List.of(file + " cannot be read: permission denied; let this user read it (on Debian: add it to the group adm)"),
            problems());
    }

    @Test
    void whatIsReadAgainWithoutATroubleIsNotTold() throws IOException {
        Path file = file("a.log");
        stats.problem(PathText.of(file), "another one's problem");
        try (LogCapture log = new LogCapture()) {
            troubles.readAgain(file);
            troubles.told(file);
            assertEquals(0, warnings(log, "can be read again"), log.text());
        }
        assertEquals(List.of("another one's problem"), problems());
    }

    @Test
    void aRefusedFileIsLeftToWhoRefusedIt() throws IOException {
        troubles.failed(file("a.log"), new FileRefusedException("refused"));
        troubles.untold(new FileStat(directory.resolve("a.log"), 1, 1, 5, 0), new FileRefusedException("refused"));
        time.passes(60_000);
        troubles.untold(new FileStat(directory.resolve("a.log"), 1, 1, 5, 0), new FileRefusedException("refused"));
        assertEquals(List.of(), problems());
    }

    @Test
    void aStateThatCannotBeWrittenIsNoFaultOfTheFile() throws IOException {
        Path file = file("a.log");
        try (LogCapture log = new LogCapture()) {
            assertFalse(troubles.areOfRoute(0));
            UnwritableException full = new UnwritableException(directory, new IOException("full"));
            troubles.failed(file, full);
            troubles.failed(file, full);
            assertEquals(Map.of(SourceStats.STATE, full.getMessage()), stats.problemsByThing());
            assertEquals(1, warnings(log, "access: " + full.getMessage() + "."), log.text());
            assertTrue(troubles.areOfRoute(0));
        }
    }

    @Test
    void aFailureOfTheRouteIsSeenAlsoIfItIsOverMeanwhile() {
        stats.count(SourceStats.Event.FAILED);
        assertTrue(troubles.areOfRoute(0));
        assertFalse(troubles.areOfRoute(1));
        stats.problem(SourceStats.ROUTE, "the route failed");
        assertTrue(troubles.areOfRoute(1));
    }

    @Test
    void aPathThatCouldNotBeLookedAtIsLeftAloneForASecond() throws IOException {
        Path file = file("a.log");
        assertFalse(troubles.hasAnyFailed());
        time.passes(5000);
        troubles.failedLook(file, new IOException("I/O error"));
        assertEquals(1, problems().size());
        assertTrue(troubles.hasFailed(file));
        assertTrue(troubles.hasAnyFailed());
        assertFalse(troubles.hasFailed(directory.resolve("b.log")));
        time.passes(999);
        assertTrue(troubles.hasFailed(file));
        time.passes(1);
        assertFalse(troubles.hasFailed(file));
        assertFalse(troubles.hasAnyFailed());
    }

    /** What was found at the path may be a copy of something that was read: nothing is read of it then that could end the problem. */
    @Test
    void theProblemOfALookIsOverWithTheNextLook() throws IOException {
        Path file = file("a.log");
        troubles.failedLook(file, new IOException("I/O error"));
        troubles.looked(file);
        assertEquals(List.of(), problems());
        assertFalse(troubles.hasFailed(file));
    }

    @Test
    void aLookDoesNotEndTheProblemOfARead() throws IOException {
        Path file = file("a.log");
        troubles.failed(file, new IOException("I/O error"));
        troubles.looked(file);
        assertEquals(1, problems().size());
    }

    @Test
    void aRotatedFileIsToldIfItStaysUnclearAndUnchanged() throws IOException {
        time.passes(100_000);
        FileStat half = new FileStat(file("a.log.1.gz"), 1, 2, 3, 4);
        FileStat more = new FileStat(half.path(), 1, 2, 5, 6);
        IOException reason = new IOException("it is incomplete");
        troubles.untold(half, reason);
        time.passes(30_001);
        troubles.untold(more, reason);
        assertEquals(List.of(), problems(), "it has grown");
        time.passes(30_000);
        troubles.untold(more, reason);
        assertEquals(List.of(), problems());
        time.passes(1);
        troubles.untold(more, reason);
        assertEquals(List.of(half.path() + " was rotated, and it is not clear from what: it is incomplete. Its lines are not read until it can"
            + " be read as a whole"), problems());
        troubles.told(half.path());
        assertEquals(List.of(), problems());
        troubles.untold(more, reason);
        assertEquals(List.of(), problems(), "the time begins anew");
    }

    @Test
    void theOriginOfAFileSaysNothingAboutItsReading() throws IOException {
        Path file = file("a.log.1");
        troubles.failed(file, new IOException("I/O error"));
        troubles.told(file);
        assertEquals(1, problems().size());
    }

    @Test
    void problemsOfFilesThatAreGoneAreOver() throws IOException {
        Path gone = file("a.log");
        Path there = file("b.log");
        Path link = Files.createSymbolicLink(directory.resolve("c.log"), Path.of("nowhere"));
        for (Path path : List.of(gone, there, link)) {
            troubles.note(path, path.getFileName() + " is unfit");
        }
        Files.delete(gone);
        troubles.forgetGone();
        assertEquals(List.of("b.log is unfit", "c.log is unfit"), problems());
        Files.delete(there);
        Files.delete(link);
        troubles.forgetGone();
        assertEquals(List.of(), problems());
    }

    @Test
    void aFileThatIsGoneForAWhileIsNotUnclearSinceBefore() throws IOException {
        FileStat file = new FileStat(file("a.log.1.gz"), 1, 2, 3, 4);
        troubles.untold(file, new IOException("it is incomplete"));
        Files.delete(file.path());
        troubles.forgetGone();
        time.passes(60_000);
        file("a.log.1.gz");
        troubles.untold(file, new IOException("it is incomplete"));
        assertEquals(List.of(), problems());
    }

    /** A log that cannot be opened yet has taken the place of another one: the rest of the source must not wait for that. */
    @Test
    void aReplacedFileThatCannotBeReadDoesNotKeepTheOthersFromBeingRead() throws IOException {
        try (Follower follower = new Follower()) {
            follower.pattern = "*.*";
            Path log = follower.path("access.log");
            Path packed = follower.path("b.gz");
            append(log, lines(0, 10));
            append(follower.path("b"), lines(10, 30));
            gzip(follower.path("b"));
            follower.start().drain();
            follower.expectInAnyOrder(lines(0, 30));
            append(follower.path("c"), lines(30, 40));
            gzip(follower.path("c"));
            byte[] whole = Files.readAllBytes(follower.path("c.gz"));
            Files.delete(follower.path("c.gz"));
            Files.delete(packed);
            append(packed, Arrays.copyOf(whole, 5));
            append(log, lines(40, 50));
            follower.drain();
            follower.expectInAnyOrder(lines(0, 30) + lines(40, 50));
            assertEquals(1, follower.stats.problems().size(), follower.stats.problems().toString());
            assertTrue(follower.stats.problems().iterator().next().startsWith(packed + " cannot be read: "),
                follower.stats.problems().toString());
            append(packed, Arrays.copyOfRange(whole, 5, whole.length));
            follower.drain();
            follower.expectInAnyOrder(lines(0, 50));
            assertEquals(List.of(), List.copyOf(follower.stats.problems()));
        }
    }
}
