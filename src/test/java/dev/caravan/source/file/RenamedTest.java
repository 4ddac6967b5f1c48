package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that are renamed, moved or deleted: each line comes out once, in its order within its file. */
class RenamedTest extends OneLog {

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

    @ParameterizedTest
    @ValueSource(strings = {"access-11-%d-2026-1.log", "access-%d112026.log", "access.%d-11-2026.log", "access-2611%d.log",
        "access__2026-11-%d_00-00-00.log", "2026-11-%d-access.log", "access.%dNov2026.log", "access.log.%d", "access.log-2026-W%d"})
    void twoRotationsWhileStopped(String name) throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        follower.kill();
        append(log, lines(50, 60));
        rename(log, follower.path(name.formatted(23)));
        append(log, lines(60, 70));
        rename(log, follower.path(name.formatted(24)));
        append(log, lines(70, 80));
        follower.start();
        expect(80);
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
}
