package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.source.file.Fingerprint.Match;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which followed file a file is, or was made of. */
class FileIdentifierTest {

    private static final String LINES = "one\ntwo\nthree\n";
    private static final String BANNER = "# a banner that all logs of this program begin with\n".repeat(30);

    @TempDir
    Path directory;
    private Identified files;

    @BeforeEach
    void open() throws IOException {
        files = new Identified(directory, null);
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void aFileIsItselfAlsoWhenItHasGrown() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        assertTrue(files.identifier.isItself(file, files.stat("a.log")));
        Files.writeString(files.logs.resolve("a.log"), "four\n", StandardOpenOption.APPEND);
        assertTrue(files.identifier.isItself(file, files.stat("a.log")));
    }

    @Test
    void anInodeWithOtherContentIsAnotherFile() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        files.write("a.log", "ten\neleven\ntwelve\n");
        assertFalse(files.identifier.isItself(file, files.stat("a.log")), "it was written in place");
    }

    @Test
    void aFileOfWhichNothingWasReadIsWhatStandsAtItsPath() throws IOException {
        files.write("a.log", "");
        TrackedFile file = files.read("a.log", 0);
        assertTrue(files.identifier.isItself(file, files.stat("a.log")));
        // Its inode now has the content of another followed file.
        files.write("b.log", LINES);
        files.read("b.log", LINES.length());
        Files.move(files.logs.resolve("a.log"), files.logs.resolve("c.log"));
        Files.writeString(files.logs.resolve("c.log"), LINES);
        assertFalse(files.identifier.isItself(file, files.stat("c.log")));
    }

    @Test
    void aCopyIsTheSameWhatIsShorterOrOtherIsNot() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        files.write("copy", LINES + "more\n");
        files.write("short", "one\ntwo\n");
        files.write("other", "one\ntwo\ntheee\n");
        assertTrue(files.identifier.isSame(file, files.stat("copy")));
        assertFalse(files.identifier.isSame(file, files.stat("short")));
        assertFalse(files.identifier.isSame(file, files.stat("other")));
    }

    @Test
    void whatWasReplacedWhileItWasLookedAtIsNotDecidedAbout() throws IOException {
        files.write("a.log", LINES);
        files.read("a.log", LINES.length());
        files.write("copy", LINES);
        FileStat before = files.stat("copy");
        Files.move(files.logs.resolve("copy"), files.logs.resolve("kept"));
        files.write("copy", "other\n");
        assertThrows(IOException.class, () -> files.identifier.stands(before));
        files.identifier.stands(files.stat("copy"));
    }

    @Test
    void aFileIsRelatedToThoseThatItBeginsAs() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        files.write("copy", LINES + "more\n");
        try (Content content = files.open("copy")) {
            assertEquals(List.of(file), files.identifier.relatives(files.stat("copy"), content, null, Match.SAME));
            assertEquals(List.of(), files.identifier.relatives(files.stat("copy"), content, file, Match.SAME));
        }
        files.write("part", "one\n");
        try (Content content = files.open("part")) {
            assertEquals(List.of(), files.identifier.relatives(files.stat("part"), content, null, Match.SAME));
        }
    }

    /** Its successor begins alike and is shorter: taken for a copy of the one that is gone, all its lines would be lost. */
    @Test
    void aBannerInCommonWithALogThatIsGoneMakesNoRelative() throws IOException {
        files.write("a.log", BANNER + "many lines of the old one\n".repeat(50));
        TrackedFile file = files.read("a.log", files.stat("a.log").size());
        // Before the old one is deleted: else it may get its inode.
        files.write("new", BANNER + "a line of the new one\n");
        Files.move(files.logs.resolve("new"), files.logs.resolve("a.log"), StandardCopyOption.REPLACE_EXISTING);
        try (Content content = files.open("a.log")) {
            assertFalse(file.isOpen());
            assertEquals(List.of(), files.identifier.relatives(files.stat("a.log"), content, null, Match.SHORTER));
        }
    }

    /** The same, but the one that is gone is still open: what both have can be compared. */
    @Test
    void aShorterCopyOfAnOpenOneIsARelative() throws IOException {
        files.write("a.log", BANNER + "many lines of the old one\n".repeat(50));
        TrackedFile file = files.read("a.log", files.stat("a.log").size());
        assertTrue(files.followed.open(file, 16));
        Files.delete(files.logs.resolve("a.log"));
        files.write("copy", BANNER + "many lines of the old one\n");
        files.write("other", BANNER + "a line of the new one\n");
        try (Content copy = files.open("copy"); Content other = files.open("other")) {
            assertEquals(List.of(file), files.identifier.relatives(files.stat("copy"), copy, null, Match.SHORTER));
            assertEquals(List.of(), files.identifier.relatives(files.stat("other"), other, null, Match.SHORTER));
        }
    }

    @Test
    void aRenamedFileIsFoundWhateverItsName() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        for (String name : List.of("a.log.1", "kept by hand")) {
            Files.move(file.path(), files.logs.resolve(name));
            FileStat found = files.identifier.renamed(file);
            assertEquals(files.logs.resolve(name), Objects.requireNonNull(found, name).path());
            Files.move(files.logs.resolve(name), file.path());
        }
        Files.delete(file.path());
        files.write("a.log.1", "another\n");
        assertNull(files.identifier.renamed(file));
    }

    /** The head may be that of the old content or of the new. */
    @Test
    void noHeadIsLearnedWhileTheFileShrinks() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", 0);
        try (Content content = files.open("a.log")) {
            Fingerprint.learnHead(files.ledger, file.position(), new Shrinking(content));
            assertEquals(0, file.position().headLength());
            Fingerprint.learnHead(files.ledger, file.position(), content);
            assertEquals(LINES.length(), file.position().headLength());
        }
    }

    /** Content that is truncated as soon as something is read. */
    private static final class Shrinking implements Content {

        private final Content content;
        private boolean read;

        Shrinking(Content content) {
            this.content = content;
        }

        @Override
        public int read(long offset, byte[] into, int at, int length) throws IOException {
            read = true;
            return content.read(offset, into, at, length);
        }

        @Override
        public long size() throws IOException {
            return read ? 0 : content.size();
        }

        @Override
        public boolean isFinal() {
            return false;
        }

        @Override
        public void close() {
            // The content is closed by whoever opened it.
        }
    }

    @Test
    void theHeirIsTheCopyWithTheRest() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        Files.delete(file.path());
        assertNull(files.identifier.heir(file));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(files.logs.resolve("a.log.2.gz")))) {
            out.write(LINES.getBytes());
        }
        assertEquals("a.log.2.gz", heir(file));
        files.write("a.log.1", LINES + "more\n");
        files.write("a.log.3", "one\n");
        files.write("a.log.4", "other\nlines\nthan those\n");
        // What is plain and as it was tells more than what is packed, which may be anything behind its head.
        assertEquals("a.log.2.gz", heir(file));
        file.seen(LINES.length(), 1);
        file.confirmed();
        assertEquals("a.log.1", heir(file));
    }

    private String heir(TrackedFile file) {
        return Objects.requireNonNull(files.identifier.heir(file), "none").path().getFileName().toString();
    }

    @Test
    void anUnfinishedCopyOfALogThatStandsIsKnown() throws IOException {
        files.write("a.log", LINES);
        files.read("a.log", LINES.length());
        files.write("a.log.1", "one\ntw");
        files.write("a.log.2", "one\nto");
        try (Content copy = files.open("a.log.1"); Content other = files.open("a.log.2")) {
            Path log = files.logs.resolve("a.log");
            assertNotNull(files.identifier.standing(files.stat("a.log.1"), copy, log));
            assertNull(files.identifier.standing(files.stat("a.log.2"), other, log));
            assertNull(files.identifier.standing(files.stat("a.log.1"), copy, files.logs.resolve("b.log")));
        }
    }
}
