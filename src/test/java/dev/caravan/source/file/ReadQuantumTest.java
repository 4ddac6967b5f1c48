package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** The blocks of one turn. */
class ReadQuantumTest extends OneLog {

    private Iterator<Block> turn() {
        assertTrue(follower.tailer().offer(log));
        return follower.tailer().blocks(log);
    }

    @Test
    void aBlockThatIsNotStoredIsToldAndReadAgain() throws IOException {
        append(log, lines(0, 10));
        follower.start();
        Iterator<Block> blocks = turn();
        blocks.next();
        assertTrue(blocks.hasNext(), "it is asked before the block is handed on");
        IllegalStateException e = assertThrows(IllegalStateException.class, blocks::next);
        assertEquals("lines of " + log + " were not stored: the route of access must pass every block to kamelet:s3-batch-sink; they are"
            + " read again", e.getMessage());
        assertFalse(blocks.hasNext());
        assertThrows(NoSuchElementException.class, blocks::next);
        expect(10);
    }

    @Test
    void aFailureThatIsToldAlreadyEndsTheTurnWithoutAnotherWord() throws IOException {
        append(log, lines(0, 10));
        follower.start();
        Iterator<Block> blocks = turn();
        blocks.next();
        follower.stats.count(SourceStats.Event.FAILED);
        assertFalse(blocks.hasNext());
        expect(10);
    }

    /** A route whose failure is not over gets one block in a turn: it may fail again. */
    @Test
    void whileTheRouteFailsATurnIsOneBlockAndNothingIsLost() throws IOException {
        follower.blockBytes = 300;
        append(log, lines(0, 100));
        follower.start();
        follower.stats.problem(SourceStats.ROUTE, "it failed");
        List<Block> handedOn = new ArrayList<>();
        follower.watch = handedOn::add;
        follower.pollOnce();
        assertEquals(1, handedOn.size());
        follower.stats.problem(SourceStats.ROUTE, null);
        expect(100);
    }

    @Test
    void aFailureDoesNotLoseTheFilesWhoseTurnHasNotCome() throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        append(log, lines(10, 20));
        rename(log, follower.path("access.log.1"));
        append(log, lines(20, 30));
        follower.failures = 1;
        follower.stats.problem(SourceStats.ROUTE, "it failed");
        follower.poll();
        follower.stats.problem(SourceStats.ROUTE, null);
        expect(30);
    }

    @Test
    void aTurnIsThirtyTwoBlocksOfAFileAndTheRestFollowsAtOnce() throws IOException {
        follower.blockBytes = 300;
        append(log, lines(0, 1000));
        follower.start();
        List<Block> handedOn = new ArrayList<>();
        follower.watch = handedOn::add;
        follower.pollOnce();
        assertEquals(32, handedOn.size());
        assertEquals(1, follower.pollOnce(), "the rest need not wait for the next interval");
        assertEquals(64, handedOn.size());
        follower.poll();
        assertEquals(0, follower.pollOnce());
        expect(1000);
    }

    @Test
    void whatWasRotatedLaterWaitsForWhatWasRotatedBeforeAndTheLogDoesNot() throws IOException {
        follower.blockBytes = 300;
        append(log, lines(0, 10));
        follower.start().poll();
        append(log, lines(10, 2000));
        rename(log, follower.path("access.log.2"));
        append(follower.path("access.log.1"), lines(2000, 2010));
        append(log, lines(2010, 2020));
        List<String> order = new ArrayList<>();
        follower.watch = block -> {
            String name = block.origin().file().substring(block.origin().file().lastIndexOf('/') + 1);
            if (order.isEmpty() || !order.get(order.size() - 1).equals(name)) {
                order.add(name);
            }
        };
        follower.poll();
        assertEquals(List.of("access.log.2", "access.log", "access.log.2", "access.log.1"), order);
        expect(2020);
    }

    /** Somebody may write a file anew all the time: the others have their turn nevertheless. */
    @Test
    void aFileThatIsTruncatedAgainAndAgainEndsItsTurn() throws IOException {
        follower.blockBytes = 300;
        append(log, lines(0, 100));
        follower.start();
        int[] blocks = {0};
        follower.watch = block -> {
            if (++blocks[0] < 1000) {
                try {
                    Logs.truncate(log);
                    append(log, lines(blocks[0] * 1000, blocks[0] * 1000 + 100));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
        follower.pollOnce();
        assertTrue(blocks[0] < 10, blocks[0] + " blocks");
        follower.watch = block -> {};
        append(log, lines(0, 1));
        follower.drain();
        assertTrue(follower.lines().contains(lines(0, 1).strip()));
    }
}
