package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lies beside a log costs by its number, and not by its square. */
class ManyFilesTest extends OneLog {

    private static final int FILES = 1500;

    /** When each was opened for each other one, this took 20 s. */
    @Test
    void rotatedFilesOfTheFirstStartAreEachOpenedOnce() throws IOException {
        for (int i = 1; i <= FILES; i++) {
            append(follower.path("access.log." + i), lines(i * 50, i * 50 + 40));
            Files.setLastModifiedTime(follower.path("access.log." + i), FileTime.fromMillis(System.currentTimeMillis() - i * 100_000L));
        }
        // One of them is an earlier copy of another.
        append(follower.path("access.log.7.bak"), lines(350, 360));
        append(log, lines(0, 10));
        follower.start();
        assertTimeout(Duration.ofSeconds(10), follower::poll);
        assertEquals(FILES + 2, follower.ledger().positions().size());
        expect(10);
    }

    @Test
    void whatTookLongWaitsForTwentyTimesAsLong() {
        ListingPace pace = new ListingPace(follower.time);
        assertTrue(pace.isDue());
        pace.begins();
        follower.time.passes(100);
        pace.ends();
        follower.time.passes(1899);
        assertFalse(pace.isDue());
        follower.time.passes(1);
        assertTrue(pace.isDue());
        pace.begins();
        follower.time.passes(60_000);
        pace.ends();
        follower.time.passes(59_999);
        assertFalse(pace.isDue());
        follower.time.passes(1);
        assertTrue(pace.isDue());
    }

    /** Thousands of other files beside a busy log: their names are looked at when their directory changes, and once a minute. */
    @Test
    void namesAreNotReadAgainWhileTheirDirectoryStaysAsItIs() throws IOException {
        for (int i = 0; i < FILES; i++) {
            append(follower.path("session-" + i + ".dat"), "x");
        }
        append(log, lines(0, 10));
        append(follower.path("access.log.1"), lines(10, 20));
        // Long ago, for what is recent is looked at again: it may have changed since within the same tick.
        Files.setLastModifiedTime(follower.logs, FileTime.fromMillis(System.currentTimeMillis() - 60_000));
        follower.start();
        follower.poll().time.passes(1500);
        follower.poll();
        long before = follower.namesAsked;
        for (int i = 2; i < 35; i++) {
            append(log, lines(i * 10, i * 10 + 10));
            follower.poll().time.passes(1500);
        }
        assertTrue(follower.namesAsked - before < FILES, follower.namesAsked - before + " names in 50 s");
        for (int i = 35; i < 50; i++) {
            append(log, lines(i * 10, i * 10 + 10));
            follower.poll().time.passes(1500);
        }
        assertTrue(follower.namesAsked - before >= FILES, "they are looked at each minute, whatever the directory says");
        // A rotated file that grows does not change its directory.
        append(follower.path("access.log.1"), lines(500, 510));
        for (int i = 0; i < 12; i++) {
            append(log, lines(510 + i, 511 + i));
            follower.poll().time.passes(1500);
        }
        follower.drain();
        assertTrue(follower.lines().containsAll(List.of(lines(500, 510).split("\n"))), "the rotated one");
    }
}
