package dev.caravan.tail;

import static dev.caravan.tail.Logs.append;
import static dev.caravan.tail.Logs.copy;
import static dev.caravan.tail.Logs.copytruncate;
import static dev.caravan.tail.Logs.gzip;
import static dev.caravan.tail.Logs.lines;
import static dev.caravan.tail.Logs.rename;
import static dev.caravan.tail.Logs.truncate;
import static dev.caravan.tail.Logs.zstd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotation while the program runs: each line comes out once, in its order within its file. */
class RotationTest {

    private Follower follower;
    private Path log;

    @BeforeEach
    void start() throws IOException {
        follower = new Follower();
        log = follower.path("access.log");
    }

    @AfterEach
    void stop() throws IOException {
        follower.close();
    }

    /** All numbered lines below this came out, each once. */
    private void expect(int upTo) throws IOException {
        follower.drain();
        follower.expectInAnyOrder(lines(0, upTo));
    }

    @ParameterizedTest
    @ValueSource(strings = {"access.log.1", "access.log.0", "access.log-20261125", "access.log-2026-11-25T10",
        "access-20261125.log", "access-2026-11-25.log", "access.1.log", "access.log.old", "access.log.save", "moved"})
    void theRestOfARenamedFileIsReadBeforeTheNewOne(String name) throws IOException {
        append(log, lines(0, 50));
        follower.start().poll();
        append(log, lines(50, 70));
        rename(log, follower.path(name));
        append(log, lines(70, 90));
        follower.poll();
        append(log, lines(90, 100));
        expect(100);
        follower.expect(lines(0, 100));
    }

    @Test
    void aWriterMayGoOnInTheRenamedFileForAWhile() throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        rename(log, follower.path("access.log.1"));
        append(log, lines(10, 20));
        follower.poll();
        append(follower.path("access.log.1"), lines(20, 30));
        follower.drain();
        append(follower.path("access.log.1"), lines(30, 40));
        expect(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 100})
    void copytruncateGoesOnInTheCopy(int after) throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        append(log, lines(10, 20));
        copytruncate(log, follower.path("access.log.1"));
        append(log, lines(20, 20 + after));
        expect(20 + after);
    }

    @Test
    void theCopyOfCopytruncateIsNotReadBesideTheFile() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        copy(log, follower.path("access.log.1"));
        append(log, lines(100, 101));
        follower.poll();
        follower.time.passes(3000);
        follower.poll();
        truncate(log);
        append(log, lines(101, 102));
        expect(102);
    }

    @Test
    void aCopyThatIsBeingWrittenIsKnownAsOne() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        Path copy = follower.path("access.log.1");
        append(copy, lines(0, 2));
        follower.time.passes(3000);
        follower.poll();
        append(copy, lines(2, 70));
        follower.time.passes(3000);
        follower.poll();
        append(copy, lines(70, 100));
        truncate(log);
        expect(100);
    }

    @Test
    void copytruncateOverTheCopyOfTheTimeBeforeLosesNothing() throws IOException {
        follower.start();
        for (int round = 0; round < 4; round++) {
            append(log, lines(round * 100, round * 100 + 40));
            follower.poll();
            follower.time.passes(round * 3000L);
            append(log, lines(round * 100 + 40, round * 100 + 100));
            copytruncate(log, follower.path("access.log.1"));
        }
        follower.drain();
        // What the second copy replaced before it was looked at cannot be had any more.
        append(log, lines(400, 410));
        follower.drain();
        assertEquals(follower.lines().size(), new HashSet<>(follower.lines()).size());
        assertTrue(follower.lines().containsAll(List.of(lines(300, 410).split("\n"))));
    }

    @Test
    void aFileCompressedAtOnceIsReadToItsEnd() throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        append(log, lines(10, 60));
        rename(log, follower.path("access.log.1"));
        append(log, lines(60, 70));
        gzip(follower.path("access.log.1"));
        expect(70);
    }

    @Test
    void aFileCompressedWhileItWasNotOpenIsReadToItsEndFromTheCompressedOne() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        follower.seal();
        append(log, lines(100, 200));
        follower.kill();
        rename(log, follower.path("access.log.1"));
        zstd(follower.path("access.log.1"));
        append(log, lines(200, 210));
        follower.start();
        expect(210);
        follower.restart();
        expect(210);
    }

    @Test
    void delayedCompressionIsNotReadAgain() throws IOException {
        follower.start();
        for (int round = 0; round < 5; round++) {
            append(log, lines(round * 50, round * 50 + 50));
            follower.drain();
            if (Files.exists(follower.path("access.log.2.gz"))) {
                rename(follower.path("access.log.2.gz"), follower.path("access.log.3.gz"));
            }
            if (Files.exists(follower.path("access.log.1"))) {
                rename(follower.path("access.log.1"), follower.path("access.log.2"));
                gzip(follower.path("access.log.2"));
            }
            rename(log, follower.path("access.log.1"));
            if (round == 2) {
                follower.restart();
            }
        }
        expect(250);
    }

    @Test
    void aHalfWrittenCompressedFileIsWaitedFor() throws IOException {
        append(log, lines(0, 2000));
        follower.start().poll();
        follower.seal();
        append(log, lines(2000, 4000));
        follower.kill();
        Path rotated = follower.path("access.log.1");
        rename(log, rotated);
        gzip(rotated);
        Path gz = follower.path("access.log.1.gz");
        byte[] whole = Files.readAllBytes(gz);
        Files.write(gz, java.util.Arrays.copyOf(whole, whole.length / 3));
        follower.start().poll();
        follower.time.passes(3000);
        follower.poll();
        append(gz, java.util.Arrays.copyOfRange(whole, whole.length / 3, whole.length));
        expect(4000);
    }

    @Test
    void aFileRotatedIntoAnotherDirectoryIsReadThere() throws IOException {
        follower.archive = Path.of("../old");
        Path old = Files.createDirectory(follower.root.resolve("old"));
        append(log, lines(0, 50));
        follower.start().poll();
        follower.seal();
        append(log, lines(50, 60));
        follower.kill();
        rename(log, old.resolve("access.log-20261125"));
        gzip(old.resolve("access.log-20261125"));
        append(log, lines(60, 70));
        follower.start();
        expect(70);
    }

    @Test
    void aDeletedFileIsReadToItsEndThroughItsOpenDescriptor() throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        append(log, lines(10, 20));
        Files.delete(log);
        append(log, lines(20, 30));
        expect(30);
    }

    @Test
    void aDeletedFileIsReadAgainWhenItsLinesWereNotStored() throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        append(log, lines(10, 20));
        Files.delete(log);
        for (int i = 0; i < 10; i++) {
            follower.poll();
            follower.time.passes(1000);
        }
        follower.failures = 1;
        append(log, lines(20, 30));
        expect(30);
    }

    @Test
    void aFileMayBeRenamedBack() throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        rename(log, follower.path("access.log.1"));
        follower.drain();
        rename(follower.path("access.log.1"), log);
        append(log, lines(10, 20));
        expect(20);
    }

    @Test
    void twoRotationsBetweenTwoPolls() throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        append(log, lines(10, 20));
        rename(log, follower.path("access.log.1"));
        append(log, lines(20, 30));
        rename(follower.path("access.log.1"), follower.path("access.log.2"));
        rename(log, follower.path("access.log.1"));
        append(log, lines(30, 40));
        expect(40);
    }

    @Test
    void severalRotationsWhileStopped() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        follower.seal();
        append(log, lines(100, 200));
        follower.kill();
        rename(log, follower.path("access.log.3"));
        gzip(follower.path("access.log.3"));
        append(follower.path("access.log.2"), lines(200, 300));
        gzip(follower.path("access.log.2"));
        append(follower.path("access.log.1"), lines(300, 400));
        append(log, lines(400, 500));
        follower.start();
        expect(500);
    }

    @Test
    void copytruncateWhileStopped() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        follower.seal();
        append(log, lines(100, 200));
        follower.kill();
        copytruncate(log, follower.path("access.log.1"));
        append(log, lines(200, 500));
        gzip(follower.path("access.log.1"));
        follower.start();
        expect(500);
    }

    @Test
    void aCopyThatAppearsLongAfterTheTruncationIsReadOn() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        append(log, lines(100, 150));
        copytruncate(log, follower.root.resolve("elsewhere"));
        append(log, lines(150, 160));
        follower.drain();
        Files.move(follower.root.resolve("elsewhere"), follower.path("access.log.1"));
        expect(160);
    }

    @Test
    void aRotationJustBeforeAKillIsFollowedAfterIt() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        rename(log, follower.path("access.log.1"));
        append(log, lines(100, 110));
        follower.poll();
        follower.kill();
        rename(follower.path("access.log.1"), follower.path("access.log.2"));
        rename(log, follower.path("access.log.1"));
        follower.start();
        append(log, lines(110, 120));
        expect(120);
    }

    @Test
    void aHalfLineIsALineOnceItsFileWasRotatedAway() throws IOException {
        append(log, "whole\nhalf");
        follower.start().poll();
        follower.drain().expect("whole\n");
        rename(log, follower.path("access.log.1"));
        append(log, "next\n");
        follower.poll();
        follower.seal();
        follower.expect("whole\nnext\n");
        append(follower.path("access.log.1"), " and more");
        follower.drain().expect("whole\nnext\nhalf and more\n");
    }

    @Test
    void aRotatedFileThatIsCopiedOverIsNotTakenForTheOldOne() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        rename(log, follower.path("access.log.1"));
        append(log, lines(100, 200));
        follower.drain();
        append(log, lines(200, 250));
        copytruncate(log, follower.path("access.log.1"));
        append(log, lines(250, 260));
        expect(260);
    }
}
