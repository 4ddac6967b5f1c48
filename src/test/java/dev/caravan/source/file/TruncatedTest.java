package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.copy;
import static dev.caravan.source.file.Logs.copytruncate;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static dev.caravan.source.file.Logs.truncate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that are copied and truncated. */
class TruncatedTest extends OneLog {

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

    /** Nothing of it was stored, and the rest that is found lacks lines: it was compared with what was seen of the log, again and again. */
    @Test
    @Timeout(60)
    void aCopyWithFewerLinesThanWereSeenIsReadAsItIs() throws IOException {
        append(log, lines(0, 100));
        follower.start();
        follower.failures = 1;
        follower.pollOnce();
        append(follower.path("access.log.1"), lines(0, 90));
        truncate(log);
        append(log, lines(100, 110));
        follower.drain();
        follower.expectInAnyOrder(lines(0, 90) + lines(100, 110));
    }

    /** The lines from before the start are not wanted; those of the new content may be from before it, and are not wanted twice. */
    @Test
    void aLogThatIsTruncatedWhileItsEndIsLookedForIsNotReadTwice() throws IOException {
        boolean pending = false;
        for (int step = 0; !pending; step++) {
            try (Follower again = new Follower()) {
                again.startAtEnd = true;
                Path file = again.path("access.log");
                append(file, lines(0, 60));
                again.start();
                again.time.interruptAtStep(step, () -> {
                    try {
                        copytruncate(file, again.path("access.log.1"));
                        append(file, lines(60, 62));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                again.pollOnce();
                pending = again.time.isInterruptPending();
                again.time.interruptAtStep(0, null);
                again.poll();
                append(file, lines(62, 64));
                again.poll();
                rename(again.path("access.log.1"), again.path("access.log.2"));
                copytruncate(file, again.path("access.log.1"));
                again.changed();
                append(file, lines(64, 65));
                again.time.passes(2000);
                again.drain();
                assertEquals(new HashSet<>(again.lines()).size(), again.lines().size(), "step " + step + ": " + again.lines());
                assertTrue(again.lines().containsAll(List.of(lines(62, 65).split("\n"))), "step " + step);
            } catch (java.nio.file.NoSuchFileException e) {
                // Nothing was interrupted: there is no first copy.
                assertTrue(pending, e.toString());
            }
        }
    }

    /** Only the banner was stored, and the new content has it too; but it is shorter than what was seen. */
    @Test
    void aLogThatShrinksIsAnotherOneThoughItBeginsAlike() throws IOException {
        String banner = "# the same in each log\n".repeat(10);
        append(log, banner);
        follower.start().drain();
        follower.seal();
        append(log, lines(0, 100));
        follower.failures = 1;
        follower.pollOnce();
        truncate(log);
        append(log, banner + lines(100, 110));
        follower.drain();
        follower.expect(banner + banner + lines(100, 110));
    }

    /** What was seen of the file that stood there before says nothing about the one that an editor put in its place. */
    @Test
    void aLogThatAnEditorShortenedIsReadOn() throws IOException {
        append(log, lines(0, 10));
        follower.start().drain();
        follower.seal();
        append(log, lines(10, 50));
        follower.failures = 1;
        follower.pollOnce();
        append(follower.root.resolve("edited"), lines(0, 12));
        Files.move(follower.root.resolve("edited"), log, StandardCopyOption.REPLACE_EXISTING);
        follower.drain();
        follower.expect(lines(0, 12));
    }

    /** Somebody truncates and writes the log at each moment of a poll: the other files get their turn. */
    @Test
    void aLogThatIsWrittenAnewAllTheTimeDoesNotKeepAPollBusy() throws IOException {
        append(log, lines(0, 10));
        follower.start().drain();
        int[] rewritten = {0};
        Runnable again = new Runnable() {
            @Override
            public void run() {
                try {
                    Files.writeString(log, "again " + rewritten[0]++ + "\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                if (rewritten[0] < 1000) {
                    follower.time.interrupt(0, this);
                }
            }
        };
        follower.time.interrupt(0, again);
        follower.pollOnce();
        follower.time.interrupt(0, null);
        assertTrue(rewritten[0] < 200, rewritten[0] + " times in one poll");
        Files.writeString(log, "at last\n");
        follower.drain();
        assertTrue(follower.lines().contains("at last"), follower.lines().toString());
    }
}
