package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.copy;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was there before a source was followed, and what becomes of it later. */
class BeforeTheStartTest extends OneLog {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @Test
    void onlyTheNewLinesOfARotatedFileAreReadIfItGrows() throws IOException {
        append(follower.path("access.log.1"), lines(100, 200));
        append(log, lines(0, 10));
        follower.start().drain();
        append(follower.path("access.log.1"), lines(10, 20));
        expect(20);
        append(follower.path("access.log.1"), lines(20, 30));
        expect(30);
    }

    /** Rotated names are followed too, so a file that grows is a log. */
    @Test
    void allOfAFollowedFileIsReadIfItGrowsUnlessTheStartIsTheEnd() throws IOException {
        follower.pattern = "access*.log";
        append(follower.path("access-20261125.log"), lines(0, 10));
        append(log, lines(10, 20));
        follower.start().drain();
        follower.expectInAnyOrder(lines(10, 20));
        append(follower.path("access-20261125.log"), lines(20, 30));
        expect(30);
        rename(follower.path("access-20261125.log"), follower.path("access-20261125.log.1"));
        append(follower.path("access-20261125.log"), lines(30, 40));
        expect(40);
    }

    @Test
    void onlyTheNewLinesAreReadWhereTheStartIsTheEnd() throws IOException {
        follower.pattern = "access*.log";
        follower.startAtEnd = true;
        append(follower.path("access-20261125.log"), lines(100, 110));
        append(log, lines(110, 120));
        follower.start().drain();
        append(follower.path("access-20261125.log"), lines(0, 10));
        append(log, lines(10, 20));
        expect(20);
        rename(follower.path("access-20261125.log"), follower.path("access-20261125.log.1"));
        append(follower.path("access-20261125.log"), lines(20, 30));
        expect(30);
    }

    /** Found by looking from the end for the last newline, in steps of 64 KiB. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 150_000})
    void aLongLineThatIsNotCompleteAtTheEndIsReadAsAWhole(int length) throws IOException {
        follower.startAtEnd = true;
        String half = "x".repeat(length);
        append(log, "old\nolder\n" + half);
        append(follower.path("other"), half);
        follower.pattern = "*";
        follower.start().drain();
        append(log, "y\n");
        append(follower.path("other"), "z\n");
        follower.drain();
        follower.expectInAnyOrder(half + "y\n" + half + "z\n");
    }

    @Test
    void aCompressedFileIsNotReadWhereTheStartIsTheEnd() throws IOException {
        follower.startAtEnd = true;
        follower.pattern = "*.*";
        append(follower.path("other"), lines(10, 20));
        gzip(follower.path("other"));
        append(log, lines(20, 30));
        follower.start().drain();
        append(log, lines(0, 5));
        expect(5);
    }

    /** A directory that comes later with old files, moved there from elsewhere. */
    @Test
    void oldRotatedFilesInANewDirectoryAreNotRead() throws IOException {
        follower.pattern = "*/access.log";
        follower.start().drain();
        Path web = Files.createDirectory(follower.root.resolve("web"));
        append(web.resolve("access.log.1"), lines(100, 120));
        append(web.resolve("access.log.2"), lines(20, 30));
        Files.setLastModifiedTime(web.resolve("access.log.1"), LONG_AGO);
        Files.setLastModifiedTime(web.resolve("access.log.2"), FileTime.fromMillis(follower.time.millis() + 1000));
        append(web.resolve("access.log"), lines(0, 20));
        Files.move(web, follower.path("web"));
        expect(30);
        assertEquals(3, follower.ledger().positions().size());
        rename(follower.path("web/access.log.1"), follower.path("web/access.log.3"));
        gzip(follower.path("web/access.log.3"));
        follower.restart();
        expect(30);
    }

    /** Its first bytes are no longer enough to call it a copy. */
    @Test
    void aShortCopyThatGetsLinesOfItsOwnIsRead() throws IOException {
        append(log, lines(0, 3));
        follower.start().drain();
        Path copy = follower.path("access.log.1");
        copy(log, copy);
        follower.drain();
        append(log, lines(3, 5));
        append(copy, "another line\n");
        follower.drain();
        assertTrue(follower.lines().contains("another line"), follower.lines().toString());
        assertTrue(follower.lines().containsAll(lines(0, 5).lines().toList()));
    }

    @Test
    void aLongCopyThatGetsLinesOfItsOwnIsReadFromThereOn() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        Path copy = follower.path("access.log.1");
        copy(log, copy);
        follower.drain();
        append(log, lines(50, 55));
        append(copy, lines(55, 60));
        expect(60);
    }

    @Test
    void aCompressedLogThatIsRotatedIsNotReadAgain() throws IOException {
        append(log, lines(0, 60));
        follower.start().drain();
        rename(log, follower.path("access.log.1"));
        append(log, lines(60, 70));
        follower.drain();
        gzip(follower.path("access.log.1"));
        follower.drain();
        for (int i = 1; i < 4; i++) {
            rename(follower.path("access.log." + i + ".gz"), follower.path("access.log." + (i + 1) + ".gz"));
            follower.restart();
            expect(70);
        }
    }
}
