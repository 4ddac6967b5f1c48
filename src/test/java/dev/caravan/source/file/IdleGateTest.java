package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.copytruncate;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Polls are left out while nothing changes, and only then. */
class IdleGateTest extends OneLog {

    private static final long SETTLED = 3000;

    @BeforeEach
    void read() throws IOException {
        append(log, lines(0, 10));
        follower.start();
        follower.time.passes(SETTLED);
        follower.drain();
    }

    private void quiet() {
        // Longer than a lull may last, so that the next poll begins a new one.
        follower.time.passes(70_000);
        follower.poll();
        assertTrue(follower.tailer().shouldSkipPoll());
        follower.time.passes(1000);
        assertTrue(follower.tailer().shouldSkipPoll());
        tick();
    }

    /**
     * Lets the file system's clock go on: a change in the same tick as the one before could not be seen, against which the
     * two seconds help that a directory counts as recent. But those are of the test's own clock.
     */
    private static void tick() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() < now + 20) {
            Thread.onSpinWait();
        }
    }

    @Test
    void thereIsAPollEachMinuteAnywayAndMoreOftenAfterARotationAndWithoutALog() throws IOException {
        Files.setLastModifiedTime(follower.logs, FileTime.fromMillis(follower.time.millis()));
        quiet();
        follower.time.passes(13_000);
        assertTrue(follower.tailer().shouldSkipPoll());
        follower.time.passes(2000);
        assertFalse(follower.tailer().shouldSkipPoll());
        follower.time.passes(120_000);
        quiet();
        follower.time.passes(58_000);
        assertTrue(follower.tailer().shouldSkipPoll());
        follower.time.passes(2000);
        assertFalse(follower.tailer().shouldSkipPoll());
        Files.delete(log);
        follower.drain();
        follower.time.passes(120_000);
        quiet();
        follower.time.passes(13_000);
        assertTrue(follower.tailer().shouldSkipPoll());
        follower.time.passes(2000);
        assertFalse(follower.tailer().shouldSkipPoll());
    }

    @Test
    void aPollNeedNotAskBefore() throws IOException {
        try (Follower other = new Follower()) {
            append(other.path("access.log"), lines(0, 5));
            other.start();
            assertFalse(other.tailer().blocks(null).hasNext());
            other.drain();
            other.expect(lines(0, 5));
        }
    }

    @Test
    void newLinesAreReadAtOnce() throws IOException {
        quiet();
        append(log, lines(10, 20));
        assertEquals(1, follower.pollOnce());
        expect(20);
    }

    @Test
    void aNewSizeCountsWithAnOldTime() throws IOException {
        quiet();
        FileTime before = Files.getLastModifiedTime(log);
        append(log, lines(10, 20));
        Files.setLastModifiedTime(log, before);
        assertFalse(follower.tailer().shouldSkipPoll());
    }

    @Test
    void aNewTimeCountsWithAnOldSize() throws IOException {
        quiet();
        Files.setLastModifiedTime(log, FileTime.fromMillis(System.currentTimeMillis() + 5));
        assertFalse(follower.tailer().shouldSkipPoll());
    }

    @Test
    void rotationOfEveryKindIsSeenAtOnce() throws IOException {
        quiet();
        rename(log, follower.path("access.log.1"));
        assertFalse(follower.tailer().shouldSkipPoll());
        follower.drain();
        quiet();
        append(log, lines(10, 20));
        assertFalse(follower.tailer().shouldSkipPoll());
        follower.drain();
        quiet();
        copytruncate(log, follower.path("access.log.2"));
        assertFalse(follower.tailer().shouldSkipPoll());
        follower.drain();
        quiet();
        Files.delete(log);
        assertFalse(follower.tailer().shouldSkipPoll());
        expect(20);
    }

    @Test
    void aRotatedFileThatMayGrowIsLookedAt() throws IOException {
        quiet();
        rename(log, follower.path("access.log.1"));
        follower.poll();
        follower.time.passes(SETTLED);
        follower.poll();
        assertFalse(follower.tailer().shouldSkipPoll());
        append(follower.path("access.log.1"), lines(10, 20));
        expect(20);
        follower.time.passes(6000);
        follower.poll();
        quiet();
    }

    @Test
    void aLineOfWhichTheEndIsMissingIsNoReasonToPollAndItsEndIs() throws IOException {
        String line = lines(10, 11);
        append(log, line.substring(0, 4));
        follower.poll();
        quiet();
        append(log, line.substring(4));
        assertEquals(1, follower.pollOnce());
        expect(11);
    }

    @Test
    void blocksThatWereNotStoredAreReadAgain() throws IOException {
        quiet();
        append(log, lines(10, 20));
        follower.failures = 1;
        follower.pollOnce();
        assertFalse(follower.tailer().shouldSkipPoll());
        expect(20);
    }

    @Test
    void aThrownAwayBatchIsReadAgain() throws IOException {
        append(log, lines(10, 20));
        follower.poll();
        quiet();
        follower.ledger().rollback();
        assertFalse(follower.tailer().shouldSkipPoll());
    }

    @Test
    void aLogThatComesLaterIsSeenAtOnceWhereverItsDirectoryIs() throws IOException {
        try (Follower other = new Follower()) {
            other.start();
            Files.delete(other.logs);
            other.time.passes(SETTLED);
            other.poll();
            assertTrue(other.tailer().shouldSkipPoll());
            Files.createDirectory(other.logs);
            append(other.path("access.log"), lines(0, 5));
            assertEquals(1, other.pollOnce());
        }
    }

    @Test
    void eachFileOfAPatternCounts() throws IOException {
        try (Follower many = new Follower()) {
            many.pattern = "*.log";
            for (String name : List.of("a.log", "b.log", "c.log")) {
                append(many.path(name), lines(0, 5));
            }
            many.start();
            many.time.passes(SETTLED);
            many.drain();
            for (Path file : Arrays.asList(many.path("b.log"), many.path("d.log"))) {
                many.time.passes(SETTLED);
                many.poll();
                assertTrue(many.tailer().shouldSkipPoll(), file.toString());
                tick();
                append(file, lines(5, 6));
                assertEquals(1, many.pollOnce(), file.toString());
            }
        }
    }
}
