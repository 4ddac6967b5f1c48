package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/** Clocks that are wrong, and files whose times are. */
class ClockTest extends OneLog {

    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;

    private void rotate(Path to, long mtime) throws IOException {
        rename(log, to);
        Files.setLastModifiedTime(to, FileTime.fromMillis(mtime));
        Files.setLastModifiedTime(to.getParent(), FileTime.fromMillis(mtime));
    }

    @ParameterizedTest
    @ValueSource(longs = {-2 * HOUR, 2 * HOUR, 3 * DAY, -400 * DAY})
    void twoRotationsWhileStoppedAreReadWhateverTheTimesOfTheFilesAre(long ahead) throws IOException {
        append(follower.path("access.log.9"), lines(1000, 1100));
        Files.setLastModifiedTime(follower.path("access.log.9"), FileTime.fromMillis(follower.time.millis() + 2 * ahead));
        append(log, lines(0, 10));
        follower.start().drain();
        follower.kill();
        append(log, lines(10, 20));
        rotate(follower.path("access.log.2"), follower.time.millis() - ahead);
        append(log, lines(20, 30));
        rotate(follower.path("access.log.1"), follower.time.millis() - ahead);
        append(log, lines(30, 40));
        follower.start();
        expect(40);
    }

    @ParameterizedTest
    @ValueSource(longs = {2 * HOUR, 3 * DAY})
    void anArchiveIsReadThoughTheClockWasAheadForAWhile(long ahead) throws IOException {
        follower.archive = Path.of("../*-*-*");
        long real = follower.time.millis();
        follower.time.isSet(ahead);
        append(log, lines(0, 10));
        Files.setLastModifiedTime(log, FileTime.fromMillis(real));
        follower.start().drain();
        follower.time.passes(HOUR);
        follower.drain();
        follower.kill();
        follower.time.isSet(-ahead);
        append(log, lines(10, 20));
        Path day = Files.createDirectory(follower.root.resolve("2026-11-25"));
        rotate(day.resolve("access.10:00:00-11:00:00.log"), real + HOUR);
        append(log, lines(20, 30));
        rotate(day.resolve("access.11:00:00-12:00:00.log"), real + HOUR);
        append(log, lines(30, 40));
        follower.start();
        expect(40);
        assertTrue(follower.ledger().looks().looked() <= follower.time.millis());
        follower.time.passes(HOUR);
        append(log, lines(40, 50));
        rotate(day.resolve("access.12:00:00-13:00:00.log"), follower.time.millis());
        follower.restart();
        expect(50);
    }

    @Test
    void whatWasReadIsNotReadAgainWhenTheClockIsSetBack() throws IOException {
        follower.archive = Path.of("../*-*-*");
        follower.start().poll();
        Path day = Files.createDirectory(follower.root.resolve("2026-11-25"));
        for (int n = 0; n < 20; n++) {
            append(log, lines(n * 10, n * 10 + 10));
            follower.drain();
            rotate(day.resolve("access.%02d:00:00-%02d:00:00.log".formatted(n, n + 1)), follower.time.millis());
            follower.time.passes(6 * HOUR);
            follower.drain();
        }
        follower.restart();
        follower.time.isSet(-2 * DAY);
        Files.setLastModifiedTime(day, FileTime.fromMillis(follower.time.millis()));
        expect(200);
        follower.restart();
        expect(200);
        append(log, lines(200, 210));
        rotate(day.resolve("access.21:00:00-22:00:00.log"), follower.time.millis());
        expect(210);
    }

    /** What was decided once need not be looked at again; but then it is unknown to the next process, for which it is new. */
    @Test
    void whatIsStillRememberedToBeDecidedIsNotReadAfterTheClockWasSetBackEither() throws IOException {
        follower.archive = Path.of("../old*");
        Path old = Files.createDirectory(follower.root.resolve("old"));
        follower.start().poll();
        for (int n = 0; n < 12; n++) {
            append(log, lines(n * 10, n * 10 + 10));
            follower.drain();
            rotate(old.resolve("access-202611%02d.log".formatted(n + 10)), follower.time.millis());
            follower.time.passes(6 * HOUR);
            follower.drain();
        }
        assertTrue(follower.ledger().positions().size() < 12, "the oldest are forgotten");
        follower.time.isSet(-3 * DAY);
        Files.setLastModifiedTime(old, FileTime.fromMillis(follower.time.millis()));
        follower.drain();
        follower.restart();
        Files.setLastModifiedTime(old, FileTime.fromMillis(follower.time.millis()));
        expect(120);
    }
}
