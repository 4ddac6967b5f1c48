package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Files that cannot be read: that is told, and the other files of the source are read. */
class UnreadableTest extends OneLog {

    private Path packed(String name, String text) throws IOException {
        Path plain = follower.root.resolve("plain");
        append(plain, text);
        Logs.gzip(plain);
        return Files.move(follower.root.resolve("plain.gz"), follower.path(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** What replaced the other file cannot even be compared with it. */
    @Test
    void aFileThatIsReplacedByADamagedOneDoesNotKeepTheOthersWaiting() throws IOException {
        follower.pattern = "*.*";
        append(log, lines(0, 10));
        Path other = packed("other.gz", lines(10, 20));
        follower.start();
        expect(20);
        Files.writeString(follower.root.resolve("damaged"), "this is not gzip's format");
        rename(follower.root.resolve("damaged"), other);
        append(log, lines(20, 30));
        try (LogCapture told = new LogCapture()) {
            expect(30);
            // The descriptor of the one that was replaced can be read all the time.
            assertEquals(2, told.text().split("other.gz cannot be read", -1).length, told.text());
        }
        assertTrue(follower.stats.problems().toString().contains("other.gz"), follower.stats.problems().toString());
        packed("other.gz", lines(30, 40));
        expect(40);
        assertEquals("[]", follower.stats.problems().toString());
    }

    /** What is there is read, and each further look waits longer. */
    @Test
    void aHalfWrittenFileIsReadFromWhereItBreaksOffOnceItIsWhole() throws IOException {
        follower.pattern = "*.*";
        follower.blockBytes = 1000;
        Path other = packed("other.gz", lines(0, 3000));
        byte[] whole = Files.readAllBytes(other);
        Files.write(other, Arrays.copyOf(whole, whole.length / 2));
        follower.start();
        try (LogCapture told = new LogCapture()) {
            follower.drain();
            assertEquals(2, told.text().split("cannot be read", -1).length, told.text());
            assertTrue(follower.stats.problems().toString().contains("incomplete or damaged"), follower.stats.problems().toString());
            Files.write(other, whole);
            follower.time.passes(60_000);
            expect(3000);
            assertTrue(told.text().contains("other.gz can be read again"), told.text());
        }
        assertEquals("[]", follower.stats.problems().toString());
    }

    @Test
    void theOtherFilesAreReadWhileOneWaitsForItsNextTry() throws IOException {
        follower.pattern = "*.*";
        Path other = packed("other.gz", lines(0, 3000));
        byte[] whole = Files.readAllBytes(other);
        Files.write(other, Arrays.copyOf(whole, 30));
        append(log, lines(3000, 3001));
        follower.start().poll();
        assertFalse(follower.tailer().offer(other));
        follower.time.passes(900);
        assertTrue(follower.tailer().offer(other), "after a second");
        append(log, lines(3001, 3002));
        assertTrue(follower.tailer().offer(log));
        follower.poll();
        follower.time.passes(800);
        assertFalse(follower.tailer().offer(other));
        follower.time.passes(100);
        assertTrue(follower.tailer().offer(other));
        Files.write(other, whole);
        expect(3002);
    }

    private byte[] utf16(String text) {
        return ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE);
    }

    @Test
    void aLogInUtf16IsToldAndItsSuccessorIsRead() throws IOException {
        append(log, utf16("one\ntwo\n"));
        follower.start().drain();
        follower.expect("");
        assertTrue(follower.stats.problems().toString().contains("access.log is UTF-16 text"), follower.stats.problems().toString());
        assertEquals(0, follower.pollOnce(), "it has not changed");
        rename(log, follower.path("access.log.1"));
        append(log, lines(0, 10));
        expect(10);
        assertEquals(0, follower.pollOnce());
        assertEquals(2, follower.ledger().positions().size(), "the rotated one is known");
    }

    /** It is too large for what it is packed in; its writer may go on. */
    @Test
    void whatUnpacksToTooMuchIsLeftUntilItChanges() throws IOException {
        follower.pattern = "*.*";
        follower.maxUnpackedBytes = 1000;
        append(follower.path("other"), "0\n".repeat(2_000_000));
        Logs.zstd(follower.path("other"));
        follower.start().drain();
        assertTrue(follower.stats.problems().toString().contains("unpacks to more than"), follower.stats.problems().toString());
        int before = follower.lines().size();
        assertEquals(0, follower.pollOnce());
        append(log, lines(0, 1));
        follower.drain();
        assertEquals(before + 1, follower.lines().size());
        Files.delete(follower.path("other.zst"));
        append(follower.path("other"), lines(1, 5));
        Logs.zstd(follower.path("other"));
        follower.drain();
        assertEquals(before + 5, follower.lines().size());
        assertEquals("[]", follower.stats.problems().toString());
    }

    @Test
    void theProblemOfAFileEndsWithTheFile() throws IOException {
        follower.pattern = "*.*";
        append(log, lines(0, 1));
        Files.writeString(follower.path("other.gz"), "this is not gzip's format");
        follower.start().drain();
        assertTrue(follower.stats.problems().toString().contains("not in gzip format"), follower.stats.problems().toString());
        Files.delete(follower.path("other.gz"));
        follower.drain();
        assertEquals("[]", follower.stats.problems().toString());
    }

    @Test
    void aRotatedFileOfUnknownOriginIsToldAfterHalfAMinute() throws IOException {
        append(log, lines(0, 1));
        follower.start().drain();
        Files.writeString(follower.path("access.log.1.gz"), "this is not gzip's format");
        follower.poll();
        follower.poll();
        assertEquals("[]", follower.stats.problems().toString());
        follower.drain();
        assertTrue(follower.stats.problems().toString().contains("it is not clear from what"), follower.stats.problems().toString());
        packed("access.log.1.gz", lines(1, 3));
        expect(3);
        assertEquals("[]", follower.stats.problems().toString());
    }
}
