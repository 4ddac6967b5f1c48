package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static dev.caravan.source.file.Logs.truncate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Files that vanish: what is lost with them is told, and what comes back is known. */
class VanishedTest extends OneLog {

    private static final long HOUR = 3_600_000L;

    private void expectLost(int files, String text) {
        assertEquals(files, follower.stats.get(Event.FILES_LOST));
        assertEquals(text.length(), follower.stats.get(Event.BYTES_LOST));
    }

    /** A new file waits for its turn, and is deleted meanwhile: nothing of it was read, so its size as it was found is what is lost. */
    @Test
    void whatIsDeletedBeforeItsTurnIsLost() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 10));
        follower.start().drain();
        append(log, lines(10, 20));
        Path other = follower.path("b.log");
        append(other, lines(20, 40));
        follower.watch = block -> {
            try {
                Files.deleteIfExists(other);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try (LogCapture log = new LogCapture()) {
            follower.pollOnce();
            follower.drain();
            assertTrue(log.text().contains("b.log was deleted or overwritten before it was read to its end: "
                + lines(20, 40).length() + " bytes are lost"), log.text());
        }
        expectLost(1, lines(20, 40));
        expect(20);
    }

    /** Only the first bytes of a line were there, so there is no head by which a copy could be known. */
    @Test
    void aFileWithoutAWholeLineIsLostAtOnce() throws IOException {
        append(log, "half of a line");
        follower.start().poll();
        // As it is closed when there are more files than may be open.
        follower.tailer().close();
        Files.delete(log);
        follower.poll();
        expectLost(1, "half of a line");
        assertEquals(0, follower.ledger().positions().size());
    }

    @Test
    void whatIsGoneIsLostAfterTenSeconds() throws IOException {
        append(log, lines(0, 10));
        follower.start().drain();
        loseTheRest();
        follower.time.passes(9_800);
        follower.changed();
        follower.poll();
        expectLost(0, "");
        follower.time.passes(200);
        follower.changed();
        follower.poll();
        expectLost(1, lines(10, 30));
    }

    /** The log has lines that are not stored, and is deleted while it is closed. */
    private void loseTheRest() throws IOException {
        append(log, lines(10, 30));
        follower.failures = 1;
        follower.pollOnce();
        follower.tailer().close();
        Files.delete(log);
        follower.poll();
    }

    @Test
    void whatComesBackIsReadAndIsLostAgainIfItGoesAgain() throws IOException {
        append(log, lines(0, 10));
        follower.start().drain();
        follower.seal();
        Files.createLink(follower.root.resolve("kept"), log);
        loseTheRest();
        follower.drain();
        expectLost(1, lines(10, 30));
        rename(follower.root.resolve("kept"), follower.path("access.log.1"));
        follower.failures = Integer.MAX_VALUE;
        follower.changed();
        follower.poll();
        follower.tailer().close();
        Files.delete(follower.path("access.log.1"));
        follower.drain();
        assertEquals(2, follower.stats.get(Event.FILES_LOST));
        follower.drain();
        assertEquals(2, follower.stats.get(Event.FILES_LOST), "told once each time");
    }

    @Test
    void nothingIsLostOfAFileThatWasReadToItsEnd() throws IOException {
        append(log, lines(0, 10));
        follower.start().drain();
        follower.tailer().close();
        Files.delete(log);
        try (LogCapture log = new LogCapture()) {
            follower.drain();
            assertFalse(log.text().contains("lost"), log.text());
        }
        expectLost(0, "");
        assertEquals(1, follower.stats.get(Event.ROTATIONS));
    }

    /** As after a power loss: what was cut off cannot be had, and the rest is read again rather than not at all. */
    @Test
    void aLogThatLostItsEndIsToldAndReadFromItsBeginning() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        byte[] whole = Files.readAllBytes(log);
        try (LogCapture told = new LogCapture()) {
            Files.write(log, java.util.Arrays.copyOf(whole, lines(0, 40).length()));
            follower.drain();
            assertTrue(told.text().contains("it was cut, or replaced by an older version of itself"), told.text());
        }
        assertEquals(1, follower.stats.get(Event.ROTATIONS));
        follower.expectInAnyOrder(lines(0, 50) + lines(0, 40));
    }

    @Test
    void aRotatedFileThatLostItsEndIsReadFromItsBeginning() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        Path rotated = follower.path("access.log.1");
        rename(log, rotated);
        append(rotated, lines(50, 60));
        follower.pollOnce();
        byte[] whole = Files.readAllBytes(rotated);
        Files.write(rotated, java.util.Arrays.copyOf(whole, lines(0, 40).length()));
        append(rotated, "");
        follower.drain();
        assertTrue(follower.lines().containsAll(lines(0, 60).lines().toList()), follower.lines().toString());
        assertEquals(2, follower.lines().stream().filter(lines(0, 1).strip()::equals).count());
    }

    @Test
    void aLogThatIsTruncatedIsNoneThatWasCut() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        try (LogCapture told = new LogCapture()) {
            truncate(log);
            append(log, lines(50, 60));
            expect(60);
            assertFalse(told.text().contains("cut"), told.text());
        }
    }

    /** The file system of the logs is not mounted for some hours, so that their directory is there, and empty. */
    @Test
    void whatWasReadOrSkippedIsNotReadWhenItsFileSystemIsMountedAgain() throws IOException {
        append(follower.path("access.log.2"), lines(100, 200));
        gzip(follower.path("access.log.2"));
        append(follower.path("access.log.1"), lines(200, 300));
        append(log, lines(0, 10));
        follower.start().drain();
        Path away = Files.move(follower.logs, follower.root.resolve("away"));
        Files.createDirectory(follower.logs);
        follower.drain();
        follower.time.passes(200 * HOUR);
        follower.drain();
        Files.delete(follower.logs);
        Files.move(away, follower.logs);
        append(log, lines(10, 20));
        expect(20);
    }

    /** The same for the directory to which logs are rotated. */
    @Test
    void whatIsInAnArchiveIsNotReadWhenThatIsMountedAgain() throws IOException {
        follower.archive = Path.of("../archive");
        Path archive = Files.createDirectory(follower.root.resolve("archive"));
        append(log, lines(0, 10));
        follower.start().drain();
        rename(log, archive.resolve("access.log.1"));
        gzip(archive.resolve("access.log.1"));
        append(log, lines(10, 20));
        follower.drain();
        Path away = Files.move(archive, follower.root.resolve("away"));
        Files.createDirectory(archive);
        follower.drain();
        follower.time.passes(200 * HOUR);
        follower.drain();
        Files.delete(archive);
        Files.move(away, archive);
        expect(20);
    }

    /** How much is in a compressed file is not known, but that it was not read to its end is. */
    @Test
    void aCompressedFileThatIsDeletedWhileStoppedIsLost() throws IOException {
        follower.blockBytes = 100;
        append(log, lines(200, 201));
        follower.start().drain();
        append(follower.path("access.log.1"), lines(0, 200));
        gzip(follower.path("access.log.1"));
        follower.pollOnce();
        follower.restart();
        Files.delete(follower.path("access.log.1.gz"));
        try (LogCapture told = new LogCapture()) {
            follower.drain();
            assertTrue(told.text().contains("access.log.1.gz was deleted or overwritten before it was read to its end"), told.text());
        }
        expectLost(1, "");
        follower.restart();
        follower.drain();
        expectLost(0, "");
    }

    @Test
    void aCompressedFileThatWasReadIsNotLostWhenItIsDeleted() throws IOException {
        append(log, lines(200, 201));
        follower.start().drain();
        append(follower.path("access.log.1"), lines(0, 200));
        gzip(follower.path("access.log.1"));
        follower.drain().poll();
        follower.changed();
        follower.poll();
        follower.restart();
        Files.delete(follower.path("access.log.1.gz"));
        expect(201);
        expectLost(0, "");
    }
}
