package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.line;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static dev.caravan.source.file.Logs.truncate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.FullDisk;
import dev.caravan.state.Ledger;
import dev.caravan.state.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When a file has its turn, and what becomes of it when that fails. */
class SourceTailerTest extends OneLog {

    private String next(Iterator<Block> blocks) {
        Block block = Objects.requireNonNull(blocks.next());
        return new String(block.bytes(), 0, block.length(), StandardCharsets.UTF_8);
    }

    @Test
    void whatWasHandedOnAndNotStoredIsHandedOnAgainAfterAPause() throws IOException {
        append(log, lines(0, 2));
        SourceTailer tailer = follower.start().tailer();
        assertTrue(tailer.offer(log));
        assertEquals(lines(0, 2), next(tailer.blocks(log)));
        assertEquals(List.of(log), tailer.live());
        assertEquals(0, follower.ledger().positions().get(0).offset());
        assertFalse(tailer.offer(log), "after a pause");
        follower.time.passes(999);
        assertFalse(tailer.offer(log));
        follower.time.passes(1);
        assertTrue(tailer.offer(log));
        assertEquals(lines(0, 2), next(tailer.blocks(log)));
        assertFalse(tailer.offer(log));
        follower.time.passes(1000);
        assertTrue(tailer.offer(log));
        Block block = Objects.requireNonNull(tailer.blocks(log).next());
        block.acknowledger().stored();
        tailer.endPoll();
        follower.time.passes(1000);
        assertFalse(tailer.offer(log), "all of it is stored");
        append(log, lines(2, 3));
        assertTrue(tailer.offer(log), "a pause is over when the file was read");
    }

    @Test
    void theFirstFailureAfterASuccessIsFollowedByAShortPause() throws IOException {
        append(log, lines(0, 2));
        SourceTailer tailer = follower.start().tailer();
        tailer.blocks(log).next();
        assertFalse(tailer.offer(log));
        follower.time.passes(1000);
        follower.poll();
        append(log, lines(2, 3));
        tailer.blocks(log).next();
        assertFalse(tailer.offer(log));
        follower.time.passes(1000);
        assertTrue(tailer.offer(log));
        expect(3);
    }

    /** Without an iteration that asks for the next block: nobody may take a block that is not stored for one that is. */
    @Test
    void aRouteThatDropsABlockIsTold() throws IOException {
        follower.blockBytes = 40;
        append(log, lines(0, 3));
        SourceTailer tailer = follower.start().tailer();
        Iterator<Block> blocks = tailer.blocks(log);
        assertTrue(blocks.hasNext());
        assertEquals(line(0), next(blocks));
        assertTrue(blocks.hasNext());
        assertThrows(IllegalStateException.class, blocks::next);
        assertFalse(blocks.hasNext());
    }

    @Test
    void aFailureOfTheRouteIsNoReasonToBlameIt() throws IOException {
        append(log, lines(0, 3));
        SourceTailer tailer = follower.start().tailer();
        Iterator<Block> blocks = tailer.blocks(log);
        assertFalse(tailer.isTroubled());
        blocks.next();
        follower.stats.count(Event.FAILED);
        assertTrue(tailer.isTroubled());
        assertFalse(blocks.hasNext());
        tailer.blocks(null);
        assertFalse(tailer.isTroubled(), "that was before");
        follower.stats.problem(SourceStats.ROUTE, "an error");
        assertTrue(tailer.isTroubled());
    }

    @Test
    void nothingIsReadWhileTheCheckpointCannotBeWritten() throws IOException {
        follower.start().poll();
        append(log, lines(0, 3));
        try (FullDisk full = new FullDisk(path -> path.startsWith(follower.root))) {
            assertFalse(follower.tailer().blocks(log).hasNext());
            assertTrue(full.wasFull());
            assertTrue(follower.stats.hasProblem(SourceStats.STATE));
            assertFalse(follower.tailer().offer(log), "in a second");
        }
        follower.time.passes(1000);
        assertTrue(follower.tailer().offer(log));
        expect(3);
    }

    /** What is there then is not read, whether or not that can be written down at once. */
    @Test
    void whatWasThereBeforeTheFirstStartIsNotReadThoughTheDiskWasFull() throws IOException {
        append(follower.path("access.log.1"), lines(10, 20));
        append(log, lines(0, 3));
        StateDirectory state = StateDirectory.open(follower.root.resolve("other"));
        try (state) {
            Ledger ledger = new Ledger(state, "access");
            try (FullDisk full = new FullDisk(path -> path.startsWith(follower.root))) {
                SourceStats stats = new SourceStats("access");
                tailer(ledger, stats);
                assertTrue(full.wasFull());
                assertTrue(stats.hasProblem(SourceStats.STATE));
            }
        }
        follower.start();
        try (FullDisk full = new FullDisk(path -> path.startsWith(follower.root))) {
            follower.reload();
        }
        expect(3);
    }

    private SourceTailer tailer(Ledger ledger, SourceStats stats) {
        return new SourceTailer(new TailOptions("access", "host", follower.logs, path -> path.equals(log), null, false, 1 << 20, 1 << 16, 1 << 30,
            java.time.Duration.ofSeconds(5), 16, null, java.time.Duration.ofSeconds(2), follower.time), ledger, stats,
            new FileOpener("access", stats, false));
    }

    /** Whatever happens before the first poll: these files are known already to have been there. */
    @Test
    void whatIsThereAtTheFirstStartIsWrittenDownBeforeTheFirstPoll() throws IOException {
        append(follower.path("access.log.1"), lines(10, 20));
        append(log, lines(0, 3));
        follower.start().kill();
        rename(follower.path("access.log.1"), follower.path("access.log.2"));
        rename(log, follower.path("access.log.1"));
        follower.start();
        expect(3);
        assertTrue(follower.ledger().positions().stream().map(FileCheckpoint::path).anyMatch(path -> path.endsWith("access.log.2")));
    }

    @Test
    void afterARollbackAllFilesAreReadAgain() throws IOException {
        append(log, lines(0, 3));
        SourceTailer tailer = follower.start().tailer();
        follower.poll();
        assertFalse(tailer.offer(log));
        assertEquals(lines(0, 3).length(), follower.ledger().positions().get(0).offset());
        follower.ledger().rollback();
        assertFalse(tailer.shouldSkipPoll());
        assertFalse(tailer.offer(log), "after a pause");
        follower.time.passes(1000);
        assertTrue(tailer.offer(log));
        assertEquals(lines(0, 3), next(tailer.blocks(log)));
    }

    @Test
    void aRollbackIsNoticedWhereNothingIsOffered() throws IOException {
        append(log, lines(0, 3));
        SourceTailer tailer = follower.start().tailer();
        follower.poll();
        rename(log, follower.path("access.log.1"));
        for (int i = 0; i < 9; i++) {
            follower.poll().time.passes(1500);
        }
        follower.ledger().rollback();
        assertFalse(tailer.blocks(null).hasNext(), "after a pause");
        follower.time.passes(1000);
        assertEquals(lines(0, 3), next(tailer.blocks(null)));
    }

    /** The writer of a rotated file may go on for some time; the bytes after its last newline are a line then. */
    @Test
    void theLastLineOfARotatedFileIsReadFiveSecondsAfterItGrew() throws IOException {
        append(log, "half of a line");
        follower.start().poll();
        rename(log, follower.path("access.log.1"));
        follower.poll();
        follower.time.passes(4900);
        assertFalse(follower.tailer().blocks(null).hasNext());
        follower.time.passes(1);
        assertEquals("half of a line\n", next(follower.tailer().blocks(null)));
    }

    @Test
    void aStopClosesAllFiles() throws IOException {
        append(log, lines(0, 3));
        follower.start().poll();
        Files.delete(log);
        follower.tailer().close();
        append(log, lines(3, 4));
        follower.drain();
        follower.expectInAnyOrder(lines(0, 4));
        assertEquals(1, follower.stats.get(Event.ROTATIONS));
    }

    @Test
    void aTruncatedLogIsReadInTheSameTurn() throws IOException {
        append(log, lines(0, 30));
        follower.start().poll();
        truncate(log);
        append(log, lines(30, 40));
        assertEquals(1, follower.pollOnce());
        follower.seal();
        follower.expect(lines(0, 40));
        assertEquals(1, follower.stats.get(Event.ROTATIONS));
    }

    @Test
    void aRotatedLogIsCountedOnce() throws IOException {
        append(log, lines(0, 30));
        follower.start().poll();
        rename(log, follower.path("access.log.1"));
        follower.poll();
        gzip(follower.path("access.log.1"));
        expect(30);
        assertEquals(1, follower.stats.get(Event.ROTATIONS));
    }
}
