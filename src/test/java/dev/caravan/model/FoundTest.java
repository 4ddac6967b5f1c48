package dev.caravan.model;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.copy;
import static dev.caravan.source.file.Logs.copytruncate;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.source.file.Follower;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mistakes that the model found. */
class FoundTest {

    private Follower follower;
    private Path log;

    @BeforeEach
    void start() throws IOException {
        follower = new Follower();
        follower.start();
        log = follower.path("access.log");
    }

    @AfterEach
    void stop() throws IOException {
        follower.close();
    }

    private void expect(int upTo) throws IOException {
        follower.drain();
        follower.expectInAnyOrder(lines(0, upTo));
    }

    @Test
    void aFileRotatedBeforeItWasEverSeenIsRead() throws IOException {
        append(log, lines(0, 1));
        rename(log, follower.path("access.log-20261125"));
        expect(1);
    }

    @Test
    void aCopyMadeBeforeTheFirstPollIsNotRead() throws IOException {
        append(log, lines(0, 1));
        copy(log, follower.path("access.log.1.bak"));
        append(log, lines(1, 2));
        expect(2);
    }

    @Test
    void aCopyMadeBeforeTheFileWasRotatedUnseenIsNotRead() throws IOException {
        append(log, lines(0, 1));
        copy(log, follower.path("access.log.1.bak"));
        append(log, lines(1, 2));
        rename(log, follower.path("access.log.1"));
        expect(2);
    }

    @Test
    void aCompressedFileThatWasReadFromItsBeginningIsKnownUnderItsNextName() throws IOException {
        append(log, lines(0, 1));
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        follower.drain();
        rename(follower.path("access.log.1.gz"), follower.path("access.log.2.gz"));
        expect(1);
        follower.restart();
        expect(1);
    }

    @Test
    void aCompressedFileThatIsReadAgainAfterAFailureMayHaveAnotherName() throws IOException {
        append(log, lines(0, 1));
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        follower.poll();
        rename(follower.path("access.log.1.gz"), follower.path("access.log.2.gz"));
        append(log, lines(1, 2));
        follower.failures = 1;
        expect(2);
    }

    @Test
    void aFileOfWhichNothingWasStoredIsKnownWhenItIsCompressedAtOnce() throws IOException {
        follower.failures = 1;
        append(log, lines(0, 2));
        follower.pollOnce();
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        expect(2);
    }

    @Test
    void aFileThatWasEmptyWhenItWasSeenIsKnownWhenItIsCompressedAtOnce() throws IOException {
        append(log, "");
        follower.poll();
        append(log, lines(0, 2));
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        expect(2);
    }

    @Test
    void aRotatedFileThatIsOpenAndUnreadIsKnownWhenItIsCompressed() throws IOException {
        append(log, "");
        follower.poll();
        append(log, lines(0, 3));
        rename(log, follower.path("access.log.1"));
        follower.failures = 1;
        follower.pollOnce();
        gzip(follower.path("access.log.1"));
        expect(3);
    }

    @Test
    void theSizeOfACompressedFileIsNotComparedWithTheOffsetInItsContent() throws IOException {
        append(log, "a\n");
        follower.poll();
        follower.seal();
        follower.kill();
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        follower.start().drain();
        follower.restart();
        follower.drain();
        follower.expect("a\n");
    }

    @Test
    void theFirstBytesOfALineDoNotMakeAFileTheCopyOfAnother() throws IOException {
        append(log, lines(10, 20));
        follower.drain();
        rename(log, follower.path("access.log.1"));
        append(log, "line 1");
        follower.poll();
        append(log, "00\n");
        rename(log, follower.path("access.log-20261125"));
        follower.drain();
        follower.expectInAnyOrder(lines(10, 20) + "line 100\n");
    }

    @Test
    void theFirstBytesOfALineDoNotMakeAFileTheOneThatLeft() throws IOException {
        append(log, "line 1");
        follower.poll();
        follower.kill();
        append(log, "0\n");
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        append(log, "line 11\n");
        follower.start().drain();
        follower.expectInAnyOrder("line 10\nline 11\n");
    }

    @Test
    void aNumberedFileIsNoLogOfItsOwnWhereThePatternMatchesAllNames() throws IOException {
        follower.pattern = "*";
        append(log, lines(0, 1));
        rename(log, follower.path("access.log.1"));
        follower.poll();
        append(log, lines(1, 5));
        follower.poll();
        rename(follower.path("access.log.1"), follower.path("access.log.2"));
        gzip(follower.path("access.log.2"));
        rename(log, follower.path("access.log.1"));
        append(log, lines(5, 9));
        expect(9);
    }

    @Test
    void whatIsRotatedBeforeAKillThatCameBeforeTheFirstLookIsRead() throws IOException {
        append(log, lines(0, 1));
        rename(log, follower.path("access.log.1"));
        follower.kill();
        follower.start();
        expect(1);
    }

    @Test
    void aFileRotatedUnseenIsNoCopyOfTheLogThatBeginsWithTheSameBanner() throws IOException {
        String banner = "# the same in each log\n".repeat(60);
        append(log, banner + lines(0, 2));
        rename(log, follower.path("access.log.1"));
        append(log, banner + lines(2, 4));
        follower.drain();
        follower.expectInAnyOrder(banner + banner + lines(0, 4));
    }

    @Test
    void aLogOfAnInstanceThatIsMadeAgainAfterItsRotationIsFollowed() throws IOException {
        follower.pattern = "*.log";
        Path instance = follower.path("access-1.log");
        append(log, lines(0, 1));
        append(instance, lines(1, 3));
        follower.drain();
        rename(instance, follower.path("access-1.log.1"));
        append(instance, lines(3, 5));
        follower.drain();
        append(instance, lines(5, 6));
        expect(6);
    }

    @Test
    void theFirstBytesOfALineDoNotMakeACompressedFileTheCopyOfTheLog() throws IOException {
        append(log, lines(0, 10));
        rename(log, follower.path("access.log.2"));
        gzip(follower.path("access.log.2"));
        append(log, lines(10, 11));
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        append(log, "line 1");
        follower.poll();
        append(log, lines(11, 12).substring(6));
        expect(12);
    }

    @Test
    void aLogThatLooksRotatedIsFollowedWhenTheLogIsGoneFromWhichItSeemedToBe() throws IOException {
        follower.pattern = "*";
        append(log, "");
        append(follower.path("access-1.log"), lines(0, 3));
        follower.time.interrupt(5, () -> {
            try {
                rename(log, follower.path("access.log-20261125"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        expect(3);
    }

    /** Found by the model: the new log was taken for the one that is gone, for both begin alike, and all lines of the old one were lost. */
    @Test
    void aLogWithTheSameBannerIsNotTheCompressedOneOfWhichNothingWasSealed() throws IOException {
        String banner = "# the same in each log\n".repeat(60);
        append(log, banner + lines(0, 2));
        follower.poll();
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        follower.poll();
        append(log, banner + lines(2, 4));
        follower.kill();
        follower.start();
        follower.drain().drain();
        follower.expectInAnyOrder(banner + banner + lines(0, 4));
    }

    /** Found by the model: the new log was taken for a copy of itself, by the descriptor of the old one, which has its content. */
    @Test
    void aLogThatWasTruncatedWrittenAndCompressedBetweenTwoLooksIsRead() throws IOException {
        String banner = "# the same in each log\n".repeat(60);
        append(log, banner + lines(0, 2));
        follower.poll();
        copytruncate(log, follower.path("access.log.2"));
        append(log, banner + lines(2, 3));
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        follower.drain().drain();
        follower.expectInAnyOrder(banner + banner + lines(0, 3));
    }

    /** Found by the model: the copy of a truncated log was read on from where nothing was sealed, and the beginning was lost at a failure. */
    @Test
    void theCopyOfATruncatedLogTakesOverWhatIsNotSealed() throws IOException {
        World world = new World(follower);
        for (Action action : List.of(new Action(Action.Kind.SEAL_BEGINS, 1), new Action(Action.Kind.NEIGHBOUR, 6),
            new Action(Action.Kind.SEAL_FAILS, 1), new Action(Action.Kind.APPEND, 1), new Action(Action.Kind.POLL, 1), new Action(Action.Kind.POLL,
                1), new Action(Action.Kind.APPEND, 1), new Action(Action.Kind.COPYTRUNCATE, 1),
            new Action(Action.Kind.FAIL, 1), new Action(Action.Kind.NEIGHBOUR, 1), new Action(Action.Kind.POLL, 1))) {
            action.run(world);
        }
        follower.time.interrupt(0, null);
        world.giveBack();
        follower.drain().drain();
        assertEquals("", world.difference());
    }

    /** The copy was taken for what the log was rotated to, and the compressed file, which has a line more, for the copy's. */
    @Test
    void aCompressedFileWithMoreThanACopyOfTheLogIsRead() throws IOException {
        append(log, lines(0, 2));
        follower.poll();
        copy(log, follower.path("access.log.1.bak"));
        append(log, lines(2, 3));
        copytruncate(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        follower.drain().drain();
        follower.expectInAnyOrder(lines(0, 3));
    }
}
