package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs that are rotated as Zeek does it: compressed into a directory of the day, beside that of the logs. */
class ArchiveTest extends OneLog {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    @BeforeEach
    void zeek() {
        follower.archive = Path.of("../*-*-*");
    }

    private Path archived(String day, int hour) throws IOException {
        Path directory = Files.createDirectories(follower.root.resolve(day));
        return directory.resolve("access.%02d:00:00-%02d:00:00.log.gz".formatted(hour, hour + 1));
    }

    /** As archive-log does it: the new file has the time of compressing. */
    private Path archive(Path rotated, String day, int hour) throws IOException {
        Path to = archived(day, hour);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
            Files.copy(rotated, out);
        }
        touch(to);
        Files.delete(rotated);
        return to;
    }

    /** Files have the time of the test's clock. */
    private void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(follower.time.millis()));
        Files.setLastModifiedTime(file.getParent(), FileTime.fromMillis(follower.time.millis()));
    }

    private void rotate(String day, int hour) throws IOException {
        Path rotated = follower.path("access.%s-%02d-00-00.log".formatted(day, hour));
        rename(log, rotated);
        archive(rotated, day, hour);
    }

    @Test
    void whatIsArchivedBetweenTwoLooksIsReadToItsEnd() throws IOException {
        append(log, lines(0, 50));
        follower.start().poll();
        append(log, lines(50, 60));
        rotate("2026-11-25", 10);
        append(log, lines(60, 70));
        expect(70);
        follower.restart();
        expect(70);
    }

    @Test
    void whatIsArchivedStepByStepIsReadOnce() throws IOException {
        append(log, lines(0, 50));
        follower.start().poll();
        Path rotated = follower.path("access.2026-11-25-10-00-00.log");
        rename(log, rotated);
        append(rotated, lines(50, 60));
        follower.drain();
        append(log, lines(60, 70));
        follower.restart();
        follower.drain();
        archive(rotated, "2026-11-25", 10);
        expect(70);
        follower.restart();
        expect(70);
    }

    @Test
    void severalRotationsWhileStoppedOverMidnight() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        follower.seal();
        append(log, lines(100, 150));
        follower.kill();
        for (int hour = 0; hour < 4; hour++) {
            rotate(hour < 2 ? "2026-11-25" : "2026-11-26", hour < 2 ? 22 + hour : hour - 2);
            append(log, lines(150 + hour * 50, 200 + hour * 50));
            follower.time.passes(HOUR);
        }
        follower.start();
        expect(350);
        follower.restart();
        expect(350);
    }

    @Test
    void whatCameAndWasArchivedWhileStoppedIsReadThoughNothingStandsAtThePathNow() throws IOException {
        follower.pattern = "*.log";
        append(follower.path("conn.log"), lines(0, 10));
        follower.start().drain();
        follower.kill();
        append(log, lines(10, 20));
        rotate("2026-11-25", 10);
        follower.start();
        expect(20);
    }

    @Test
    void plainFilesMovedIntoTheArchiveAreReadToTheirEnd() throws IOException {
        append(log, lines(0, 50));
        follower.start().poll();
        follower.seal();
        append(log, lines(50, 60));
        follower.kill();
        Path to = Files.createDirectories(follower.root.resolve("2026-11-25")).resolve("access.10:00:00-11:00:00.log");
        rename(log, to);
        append(log, lines(60, 70));
        follower.start();
        expect(70);
    }

    @Test
    void aHalfWrittenArchiveIsWaitedFor() throws IOException {
        append(log, lines(0, 2000));
        follower.start().poll();
        follower.seal();
        append(log, lines(2000, 4000));
        follower.kill();
        rotate("2026-11-25", 10);
        Path gz = archived("2026-11-25", 10);
        byte[] whole = Files.readAllBytes(gz);
        Files.write(gz, java.util.Arrays.copyOf(whole, whole.length / 3));
        follower.start().poll();
        follower.time.passes(3000);
        follower.poll();
        Files.write(gz, whole);
        expect(4000);
    }

    @Test
    void whatWasArchivedBeforeTheFirstStartIsNeverReadNorRemembered() throws IOException {
        for (int hour = 0; hour < 5; hour++) {
            append(log, lines(1000 + hour, 1001 + hour));
            rotate("2026-11-24", hour);
            Files.setLastModifiedTime(archived("2026-11-24", hour), FileTime.fromMillis(follower.time.millis() - DAY));
        }
        append(log, lines(0, 10));
        follower.start();
        expect(10);
        assertEquals(1, follower.ledger().positions().size());
        follower.restart();
        expect(10);
    }

    @Test
    void aLongOutageIsMadeUpFor() throws IOException {
        append(log, lines(0, 100));
        follower.start().drain();
        follower.kill();
        for (int day = 1; day < 10; day++) {
            rotate("2026-11-0" + day, 10);
            append(log, lines(day * 100, day * 100 + 100));
            follower.time.passes(DAY);
        }
        follower.start();
        expect(1000);
        follower.restart();
        expect(1000);
    }

    @Test
    void whatWasReadLongAgoIsForgottenAndNotReadAgain() throws IOException {
        follower.start();
        for (int n = 0; n < 10 * 4; n++) {
            append(log, lines(n * 30, n * 30 + 30));
            touchLog();
            follower.drain();
            rotate("2026-11-%02d".formatted(1 + n / 4), n % 4 * 6);
            follower.time.passes(DAY / 4);
            follower.drain();
            if (n % 7 == 6) {
                follower.restart();
            }
        }
        expect(1200);
        assertTrue(follower.ledger().positions().size() < 20, () -> follower.ledger().positions().toString());
        assertTrue(follower.ledger().positions().stream().noneMatch(p -> p.goneSince() > 0),
            () -> "what was archived is known there: " + follower.ledger().positions());
        follower.restart();
        // The clock may go back, and days of the archive change when something is deleted.
        for (Path day : Files.newDirectoryStream(follower.root, "2026-*")) {
            Files.setLastModifiedTime(day, FileTime.fromMillis(follower.time.millis()));
        }
        follower.time.passes(-2 * DAY);
        expect(1200);
    }

    @Test
    void daysInWhichNothingChangedAreNotLookedAt() throws IOException {
        Path old = Files.createDirectory(follower.root.resolve("2026-11-23"));
        Path today = Files.createDirectory(follower.root.resolve("2026-11-25"));
        Files.createDirectory(follower.root.resolve("stats"));
        Files.createFile(follower.root.resolve("no-such-directory"));
        Files.setLastModifiedTime(old, FileTime.fromMillis(1000));
        Files.setLastModifiedTime(today, FileTime.fromMillis(3000));
        assertEquals(List.of(today), new ArchiveDirectories(Path.of("../*-*-*"), follower.time).directories(follower.logs, 2000));
        assertEquals(List.of(old), new ArchiveDirectories(Path.of("../2026-11-23"), follower.time).directories(follower.logs, 2000));
        assertEquals(List.of(), new ArchiveDirectories(Path.of("../none/*"), follower.time).directories(follower.logs, 2000));
        assertEquals(List.of(), new ArchiveDirectories(null, follower.time).directories(follower.logs, 2000));
    }

    private void touchLog() throws IOException {
        Files.setLastModifiedTime(log, FileTime.fromMillis(follower.time.millis()));
    }
}
