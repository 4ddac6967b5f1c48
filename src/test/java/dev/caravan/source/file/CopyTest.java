package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.FileEvent;
import dev.caravan.state.Original;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a file is a copy, compressed or not, of another one, still is, or never was. */
class CopyTest {

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

    private void packed(String name, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(files.logs.resolve(name)))) {
            out.write(text.getBytes());
        }
    }

    private Path log() {
        return files.logs.resolve("a.log");
    }

    private TrackedFile rotated(String name) {
        return files.followed.followRotated(files.stat(name), log());
    }

    private TrackedFile copy(String name, TrackedFile of) throws IOException {
        try (Content content = files.open(name)) {
            files.followed.followDone(files.stat(name), log(), content, new Original(of.id(), files.stat(name).size()));
        }
        return Objects.requireNonNull(files.followed.byInode(files.stat(name)));
    }

    private static String name(FileStat stat) {
        return stat == null ? "none" : stat.path().getFileName().toString();
    }

    private List<TrackedFile> former(TrackedFile copy, TrackedFile of) {
        return files.identifier.formerCopies(Map.of(copy.id(), new Original(of.id(), 8)));
    }

    /** The log was truncated and written again before its lines were sealed: only what was its copy has them. */
    @Test
    void aCopyOfALogThatWasWrittenAnewIsNoneAnyMore() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        files.write("a.log.1", "one\ntwo\n");
        TrackedFile copy = copy("a.log.1", file);
        assertEquals(List.of(), former(copy, file));
        files.write("a.log", "another\nbeginning\n");
        assertEquals(List.of(copy), former(copy, file));
        Files.delete(log());
        assertEquals(List.of(), former(copy, file), "what is gone may be found again");
        files.write("a.log", "another\nbeginning\n");
        Files.delete(copy.path());
        assertEquals(List.of(), former(copy, file));
        files.followed.forget(copy);
        assertEquals(List.of(), former(copy, file));
    }

    /** Only their heads could be compared without unpacking all of them. */
    @Test
    void aCompressedFileIsNotComparedAgain() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        packed("a.log.1.gz", "other\nlines\n");
        TrackedFile copy = copy("a.log.1.gz", file);
        assertEquals(List.of(), former(copy, file));
        assertEquals(List.of(), former(file, copy));
    }

    @Test
    void aCompressedFileIsItselfByItsHead() throws IOException {
        packed("a.log.1.gz", LINES);
        TrackedFile file = rotated("a.log.1.gz");
        assertTrue(files.identifier.isItself(file, files.stat("a.log.1.gz")), "nothing was read of it");
        Files.move(files.logs.resolve("a.log.1.gz"), files.logs.resolve("a.log.2.gz"));
        assertFalse(files.identifier.isItself(file, files.stat("a.log.2.gz")), "nothing is known but its name");
        files.ledger.moved(file.position().withHead(4, Fingerprint.hash("one\n".getBytes(), 0, 4)));
        // Read further than there is anything: that would take unpacking to find out.
        files.ledger.stored(file.position().at(9999, 4, Fingerprint.hash("two\n".getBytes(), 0, 4), false));
        assertTrue(files.identifier.isItself(file, files.stat("a.log.2.gz")));
        packed("a.log.2.gz", "ten\n");
        assertFalse(files.identifier.isItself(file, files.stat("a.log.2.gz")));
    }

    @Test
    void whatIsReplacedWhileItIsReadIsNotDecidedAbout() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        files.write("copy", LINES);
        FileStat before = files.stat("copy");
        Files.move(files.logs.resolve("copy"), files.logs.resolve("kept"));
        files.write("copy", LINES);
        assertThrows(IOException.class, () -> files.identifier.isItself(file, before));
        assertThrows(IOException.class, () -> files.identifier.isSame(file, before));
    }

    @Test
    void withoutAHeadNothingIsTheSame() throws IOException {
        files.write("a.log", "");
        TrackedFile file = files.read("a.log", 0);
        files.write("copy", LINES);
        assertFalse(files.identifier.isSame(file, files.stat("copy")));
        assertNull(files.identifier.heir(file));
    }

    @Test
    void whatHasNothingNewIsCovered() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        for (String text : List.of("one\n", LINES)) {
            files.write("a.log.1", text);
            packed("a.log.1.gz", text);
            assertTrue(isCovered("a.log.1", file) && isCovered("a.log.1.gz", file), text);
        }
        files.write("a.log.1", LINES + "f");
        packed("a.log.1.gz", LINES + "f");
        assertFalse(isCovered("a.log.1", file));
        assertFalse(isCovered("a.log.1.gz", file));
        files.ledger.stored(file.position().at(Long.MAX_VALUE / 2, 0, null, false));
        assertTrue(isCovered("a.log.1.gz", file), "all of a compressed file, however long it is");
    }

    private boolean isCovered(String name, TrackedFile file) throws IOException {
        try (Content content = files.open(name)) {
            return files.identifier.isCovered(files.stat(name), content, file);
        }
    }

    @Test
    void aFileThatWasTruncatedIsNotIntact() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        assertTrue(files.identifier.isIntact(file));
        files.write("a.log", "one\n");
        assertFalse(files.identifier.isIntact(file));
        packed("a.log.1.gz", LINES);
        TrackedFile compressed = rotated("a.log.1.gz");
        files.ledger.moved(compressed.position().withHead(4, Fingerprint.hash("one\n".getBytes(), 0, 4)));
        assertTrue(files.identifier.isIntact(compressed));
        packed("a.log.1.gz", "ten\n");
        assertFalse(files.identifier.isIntact(compressed));
    }

    /** After a crash no more than the banner may be known of the log that is gone, and its successor begins with it too. */
    @Test
    void aLogThatBeginsAlikeIsAnotherOneIfTheFormerIsBesideIt() throws IOException {
        String banner = BANNER.substring(0, Fingerprint.HEAD);
        files.write("a.log", banner + "an old line\n");
        TrackedFile file = files.read("a.log", Fingerprint.HEAD);
        Files.move(log(), files.logs.resolve("a.log.1"));
        files.write("a.log", banner + "a new line\n");
        try (Content content = files.open("a.log")) {
            assertEquals("a.log.1", name(files.identifier.renamed(file)));
            assertTrue(files.identifier.isElsewhere(file, files.stat("a.log"), content));
            assertFalse(files.identifier.isElsewhere(file, files.stat("a.log.1"), content), "that is what it was rotated to");
            files.write("a.log.1", banner);
            assertFalse(files.identifier.isElsewhere(file, files.stat("a.log"), content), "they do not differ");
            Files.delete(files.logs.resolve("a.log.1"));
            assertFalse(files.identifier.isElsewhere(file, files.stat("a.log"), content), "there is nothing else");
        }
    }

    @Test
    void moreThanTheHeadIsEnoughToKnowALogInItsPlace() throws IOException {
        files.write("a.log", BANNER + "an old line\n");
        TrackedFile file = files.read("a.log", BANNER.length());
        Files.move(log(), files.logs.resolve("a.log.1"));
        files.write("a.log", BANNER + "a new line\n");
        try (Content content = files.open("a.log")) {
            assertFalse(files.identifier.isElsewhere(file, files.stat("a.log"), content));
        }
    }

    @Test
    void theHeirOfOneLogIsNotThatOfAnotherThatBeginsAlike() throws IOException {
        files.write("a.log", BANNER + "a line of a\n");
        files.write("a.log.old", BANNER + "a line of old\n");
        TrackedFile known = files.read("a.log", Fingerprint.HEAD);
        TrackedFile further = rotated("a.log.old");
        try (Content content = files.open("a.log.old")) {
            files.ledger.stored(Fingerprint.atEnd(further.position(), content, files.stat("a.log.old").size()));
        }
        Files.delete(log());
        files.followed.gone(known);
        Files.move(files.logs.resolve("a.log.old"), files.logs.resolve("kept"));
        files.write("a.log.1", BANNER + "a line of old\n");
        assertEquals("a.log.1", name(files.identifier.heir(known)), "the other one is there, as far as known");
        files.followed.gone(further);
        assertEquals("none", name(files.identifier.heir(known)));
        assertEquals("a.log.1", name(files.identifier.heir(further)));
    }

    @Test
    void whatIsFollowedItselfIsNoHeir() throws IOException {
        files.write("a.log", LINES);
        TrackedFile file = files.read("a.log", LINES.length());
        Files.delete(log());
        files.followed.gone(file);
        files.write("a.log.1", LINES);
        TrackedFile other = rotated("a.log.1");
        other.learnHead();
        assertNull(files.identifier.heir(file));
        files.ledger.moved(other.position().after(FileEvent.COPIED));
        assertNotNull(files.identifier.heir(file), "a copy, perhaps of this one");
    }
}
