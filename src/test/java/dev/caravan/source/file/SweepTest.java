package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.copytruncate;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static dev.caravan.source.file.Logs.truncate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.FileState;
import dev.caravan.state.FullDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

/** When rotated files are looked at, and what is noted then. */
class SweepTest extends OneLog {

    private static final long HOUR = 3_600_000L;

    /** The directory looks as if nothing had happened in it for long. */
    private void unchanged() throws IOException {
        Files.setLastModifiedTime(follower.logs, FileTime.fromMillis(HOUR));
    }

    private int sealed() throws IOException {
        follower.seal();
        return follower.lines().size();
    }

    /** A poll that finds nothing; it is not left out although nothing has changed. */
    private void sweep() {
        follower.tailer().blocks(null).forEachRemaining(block -> {
            if (block != null) {
                throw new AssertionError("a block of " + block.origin().file());
            }
        });
    }

    @Test
    void aRotatedFileThatGrowsWithoutAChangeOfItsDirectoryIsNoticedWithinTenSeconds() throws IOException {
        append(follower.path("access.log.1"), lines(10, 60));
        append(log, lines(0, 3));
        follower.start().drain();
        unchanged();
        sweep();
        follower.time.passes(60_001);
        sweep();
        append(follower.path("access.log.1"), lines(3, 5));
        follower.time.passes(10_000);
        sweep();
        assertEquals(3, sealed());
        follower.time.passes(1);
        assertTrue(follower.tailer().blocks(null).hasNext());
        expect(5);
    }

    /** On some file systems the time of a directory does not show what comes into it. */
    @Test
    void aRotatedFileThatComesWithoutAChangeOfItsDirectoryIsNoticedWithinAMinute() throws IOException {
        append(log, lines(0, 3));
        follower.start().drain();
        unchanged();
        sweep();
        follower.time.passes(60_001);
        sweep();
        append(follower.path("access.log.1"), lines(3, 5));
        unchanged();
        sweep();
        follower.time.passes(60_000);
        sweep();
        follower.time.passes(1);
        assertTrue(follower.tailer().blocks(null).hasNext());
        expect(5);
    }

    /** After a crash, what is gone must be found in an archive: nothing of it may be decided, and so forgotten, before. */
    @Test
    void theTimeOfTheLastLookStandsStillWhileAFileIsLookedFor() throws IOException {
        append(log, lines(0, 3));
        follower.start().drain();
        follower.time.passes(HOUR);
        follower.drain();
        long before = follower.ledger().looks().looked();
        append(log, lines(3, 5));
        follower.failures = 1;
        follower.pollOnce();
        follower.tailer().close();
        Files.delete(log);
        follower.changed();
        follower.poll();
        follower.time.passes(HOUR - 300);
        follower.changed();
        follower.poll();
        assertEquals(before, follower.ledger().looks().looked());
        follower.time.passes(300);
        follower.changed();
        follower.poll();
        assertTrue(follower.ledger().looks().looked() > before);
    }

    @Test
    void theTimeOfTheLastLookAdvancesWhenAllThatIsGoneIsSealed() throws IOException {
        append(log, lines(0, 3));
        follower.start().drain();
        long before = follower.ledger().looks().looked();
        append(log, lines(3, 5));
        follower.pollOnce();
        Files.delete(log);
        for (int i = 0; i < 9; i++) {
            follower.changed();
            follower.poll().time.passes(1500);
        }
        assertEquals(before, follower.ledger().looks().looked(), "its lines may be needed again");
        expect(5);
        follower.changed();
        follower.poll();
        assertTrue(follower.ledger().looks().looked() > before);
    }

    @Test
    void whatIsReadButNotStoredIsBehind() throws IOException {
        append(log, lines(0, 3));
        follower.start();
        follower.failures = 1;
        follower.pollOnce();
        sweep();
        assertEquals(lines(0, 3).length(), follower.stats.bytesBehind());
        follower.drain();
        assertEquals(0, follower.stats.bytesBehind());
    }

    @Test
    void aCompressedFileThatWasReadAndSealedIsReadNoFurther() throws IOException {
        append(log, lines(0, 3));
        follower.start().drain();
        append(follower.path("access.log.1"), lines(3, 30));
        Logs.gzip(follower.path("access.log.1"));
        for (int i = 0; i < 9; i++) {
            follower.poll().time.passes(1500);
        }
        assertEquals(FileState.ROTATED, rotated().state(), "its lines are not sealed");
        expect(30);
        follower.changed();
        follower.poll();
        assertEquals(FileState.COMPLETED, rotated().state());
    }

    private FileCheckpoint rotated() {
        return follower.ledger().positions().stream().filter(position -> position.log() != null).findFirst().orElseThrow();
    }

    /** The copy was remembered as one, and is what the log is found in. */
    @Test
    void theCopyOfALogThatIsGoneIsForgottenWhereTheLogIsFoundInIt() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        Logs.copy(log, follower.path("access.log.1"));
        follower.drain();
        assertEquals(2, follower.ledger().positions().size());
        append(follower.path("access.log.1"), lines(50, 60));
        append(log, lines(50, 60));
        follower.failures = 1;
        follower.pollOnce();
        truncate(log);
        append(log, lines(60, 61));
        expect(61);
        assertEquals(2, follower.ledger().positions().size(), () -> follower.ledger().positions().toString());
    }

    @Test
    void aTruncationThatCannotBeNotedIsNotedLater() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        append(log, lines(50, 60));
        copytruncate(log, follower.path("access.log.1"));
        append(log, lines(60, 70));
        try (FullDisk full = new FullDisk(path -> path.startsWith(follower.root), 2, 3)) {
            follower.pollOnce();
            follower.pollOnce();
            assertTrue(full.wasFull());
            assertTrue(follower.stats.hasProblem(SourceStats.STATE));
        }
        follower.time.passes(60_000);
        expect(70);
    }

    /** A turn has 32 blocks, and the rest of a rotated file is read before the log that replaced it. */
    @Test
    void aLongRotatedFileHasManyTurns() throws IOException {
        follower.blockBytes = 100;
        append(log, lines(0, 1));
        follower.start().poll();
        append(log, lines(1, 300));
        rename(log, follower.path("access.log.1"));
        append(log, lines(300, 310));
        follower.pollOnce();
        assertTrue(follower.tailer().offer(log), "what was rotated from it has more");
        expect(310);
        assertFalse(follower.tailer().offer(log));
    }

    /** The directory was listed while the file had another name, and what stands there now is another one. */
    @Test
    void eachOfSeveralUnseenRotationsIsReadOnce() throws IOException {
        append(log, lines(0, 3));
        follower.start().drain();
        for (int i = 0; i < 4; i++) {
            for (int n = i; n > 0; n--) {
                rename(follower.path("access.log." + n), follower.path("access.log." + (n + 1)));
            }
            rename(log, follower.path("access.log.1"));
            append(log, lines(3 + i * 10, 13 + i * 10));
            if (i % 2 == 1) {
                follower.changed();
                follower.pollOnce();
            }
        }
        expect(43);
        for (Path path : follower.tailer().live()) {
            assertEquals(log, path);
        }
    }
}
