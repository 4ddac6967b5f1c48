package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.source.file.RotatedFileFinder.Sibling;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.FileEvent;
import dev.caravan.state.FileState;
import dev.caravan.state.Original;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file beside a log is taken for: whether it is read, from where, or not at all. */
class RotatedFileClassifierTest {

    private static final String LINES = Logs.lines(0, 40);

    @TempDir
    Path directory;
    private Identified files;
    private RotatedFileClassifier classifier;

    @BeforeEach
    void open() throws IOException {
        files = new Identified(directory, null);
        classifier = new RotatedFileClassifier(files.options, files.ledger, files.followed, files.finder, files.identifier);
        files.ledger.looks().known(Set.of(files.logs.toString()), Set.of(files.logs.toString()));
    }

    @AfterEach
    void close() {
        files.close();
    }

    private Sibling sibling(String name) {
        return new Sibling(files.stat(name), files.logs.resolve("a.log"));
    }

    private boolean unknown(String name, String... others) throws IOException {
        List<Sibling> all = List.of(others).stream().map(this::sibling).toList();
        return classifier.unknown(sibling(name), all, false);
    }

    private boolean known(TrackedFile owner, String name) throws IOException {
        return classifier.known(owner, sibling(name), List.of(sibling(name)), true);
    }

    private void packed(String name, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(files.logs.resolve(name)))) {
            out.write(text.getBytes());
        }
    }

    private FileCheckpoint position(String name) {
        TrackedFile file = files.followed.byInode(files.stat(name));
        return Objects.requireNonNull(file, name + " is not followed").position();
    }

    private TrackedFile log(long bytes) throws IOException {
        files.write("a.log", LINES);
        return files.read("a.log", bytes);
    }

    private TrackedFile gone(long bytes) throws IOException {
        TrackedFile file = log(bytes);
        Files.delete(file.path());
        files.followed.gone(file);
        return file;
    }

    @Test
    void whatHasNothingToDoWithOthersIsReadFromItsBeginning() throws IOException {
        log(100);
        files.write("a.log.1", Logs.lines(50, 60));
        assertTrue(unknown("a.log.1"));
        assertEquals(0, position("a.log.1").offset());
        assertEquals(FileState.ROTATED, position("a.log.1").state());
        assertTrue(position("a.log.1").headLength() > 0, "it may be compressed a moment later");
    }

    @Test
    void theRestOfWhatIsGoneIsReadWhereverItIs() throws IOException {
        TrackedFile file = gone(LINES.length() - 37);
        packed("a.log.1.gz", LINES);
        assertTrue(unknown("a.log.1.gz"));
        assertEquals(file.id(), position("a.log.1.gz").id());
        assertEquals(0, file.position().goneSince());
    }

    /** Its lines that are not read are in the file that is still open, and its fate is known soon. */
    @Test
    void nothingIsDecidedAboutTheCopyOfADeletedFileThatIsStillRead() throws IOException {
        TrackedFile file = log(1200);
        assertTrue(files.followed.open(file, 16));
        Files.delete(file.path());
        files.followed.gone(file);
        packed("a.log.1.gz", LINES);
        files.ledger.stored(half(file));
        assertFalse(unknown("a.log.1.gz"));
        assertNull(files.followed.byInode(files.stat("a.log.1.gz")));
        file.close();
        assertTrue(unknown("a.log.1.gz"));
        assertEquals(file.id(), position("a.log.1.gz").id());
    }

    private FileCheckpoint half(TrackedFile file) {
        int offset = LINES.indexOf("\n", 1100) + 1;
        return file.position().at(offset, 256, Fingerprint.hash(LINES.getBytes(), offset - 256, 256), false);
    }

    @Test
    void aCopyOfALogIsRememberedAndNotRead() throws IOException {
        TrackedFile file = log(LINES.length());
        files.write("a.log.1", LINES);
        assertTrue(unknown("a.log.1"));
        assertEquals(FileState.COMPLETED, position("a.log.1").state());
        assertEquals(LINES.length(), position("a.log.1").offset());
        assertEquals(FileState.LIVE, file.position().state());
    }

    /** The log may have been truncated, and its rest is in the copy: that is known when the log is read. */
    @Test
    void aFileWithMoreThanALogIsNotDecidedAbout() throws IOException {
        log(LINES.length());
        files.write("a.log.1", LINES + "more\n");
        assertFalse(unknown("a.log.1"));
        assertNull(files.followed.byInode(files.stat("a.log.1")));
    }

    @Test
    void aCompressedFileWithMoreThanARotatedOneIsReadFromThere() throws IOException {
        files.write("a.log.2", LINES);
        TrackedFile file = files.followed.followRotated(files.stat("a.log.2"), files.logs.resolve("a.log"));
        file.learnHead();
        files.ledger.stored(half(file));
        packed("a.log.1.gz", LINES + "more\n");
        assertTrue(unknown("a.log.1.gz"));
        assertEquals(half(file).offset(), position("a.log.1.gz").offset());
        assertEquals(FileState.ROTATED, position("a.log.1.gz").state());
        assertEquals(file.position().headHash(), position("a.log.1.gz").headHash());
    }

    /** Its original will be deleted; then it is known as what the rest is read from. */
    @Test
    void aFileThatIsBeingCompressedIsACopy() throws IOException {
        files.write("a.log.1", LINES);
        TrackedFile file = files.followed.followRotated(files.stat("a.log.1"), files.logs.resolve("a.log"));
        file.learnHead();
        files.ledger.stored(half(file));
        packed("a.log.1.gz", LINES);
        assertTrue(unknown("a.log.1.gz"));
        assertEquals(FileState.COMPLETED, position("a.log.1.gz").state());
        assertEquals(new Original(file.id(), LINES.length()), files.ledger.copies().get(position("a.log.1.gz").id()),
            "it is in no checkpoint before all of it is sealed");
    }

    @Test
    void theCopyOfALargerFileThatIsUnknownYetIsDecidedAfterIt() throws IOException {
        log(100);
        files.write("a.log.1", Logs.lines(50, 90));
        files.write("a.log.2", Logs.lines(50, 60));
        assertFalse(unknown("a.log.2", "a.log.1", "a.log.2"));
        assertTrue(unknown("a.log.1", "a.log.1", "a.log.2"));
        assertTrue(unknown("a.log.2", "a.log.1", "a.log.2"));
        assertEquals(0, position("a.log.1").offset());
        assertEquals(FileState.COMPLETED, position("a.log.2").state());
    }

    @Test
    void whatIsOlderThanTheSourceInADirectoryThatWasNeverLookedAtIsNotRead() throws IOException {
        log(100);
        long created = files.ledger.looks().created();
        for (long age : new long[] {21, 20}) {
            Path file = files.write("new/a.log." + age, Logs.lines((int) age * 10, (int) age * 10 + 9));
            Files.setLastModifiedTime(file, FileTime.fromMillis(created - age));
            assertTrue(unknown("new/a.log." + age));
        }
        assertEquals(FileState.SKIPPED, position("new/a.log.21").state());
        assertEquals(FileState.ROTATED, position("new/a.log.20").state());
    }

    @Test
    void aNumberedInstanceIsALogOfItsOwn() throws IOException {
        log(100);
        files.write("a-1.log", Logs.lines(50, 60));
        assertTrue(unknown("a-1.log"));
        assertEquals(FileState.LIVE, position("a-1.log").state());
    }

    private TrackedFile copyOf(TrackedFile file, String name, String text) throws IOException {
        files.write(name, text);
        try (Content content = files.open(name)) {
            files.followed.followDone(files.stat(name), file.log(), content, new Original(file.id(), text.length()));
        }
        return Objects.requireNonNull(files.followed.byInode(files.stat(name)));
    }

    private void grow(String name, String text) throws IOException {
        Files.writeString(files.logs.resolve(name), text, StandardOpenOption.APPEND);
    }

    @Test
    void aShortCopyThatGrowsIsForgottenAndJudgedAnew() throws IOException {
        TrackedFile copy = copyOf(log(LINES.length()), "a.log.1", Logs.lines(0, 2));
        grow("a.log.1", "another line\n");
        assertTrue(known(copy, "a.log.1"));
        assertNull(files.ledger.position(copy.id()));
        assertEquals(0, position("a.log.1").offset());
    }

    @Test
    void aLongCopyThatGrowsIsReadFromThereOn() throws IOException {
        TrackedFile copy = copyOf(log(LINES.length()), "a.log.1", LINES);
        assertTrue(known(copy, "a.log.1"));
        assertEquals(FileState.COMPLETED, copy.position().state());
        grow("a.log", "a line\n");
        grow("a.log.1", "another line\n");
        assertTrue(known(copy, "a.log.1"));
        assertEquals(FileState.ROTATED, copy.position().state());
        assertEquals(LINES.length(), copy.position().offset());
    }

    @Test
    void aRotatedFileThatWasReadAndGrowsIsReadOn() throws IOException {
        files.write("a.log.1", LINES);
        TrackedFile file = files.followed.followRotated(files.stat("a.log.1"), files.logs.resolve("a.log"));
        files.ledger.stored(file.position().at(LINES.length(), 0, null, false));
        file.progress(ReadProgress.FINISHED);
        files.time.passes(9000);
        assertTrue(known(file, "a.log.1"));
        assertTrue(file.isFinished());
        grow("a.log.1", "more\n");
        assertTrue(known(file, "a.log.1"));
        assertFalse(file.isFinished());
        assertEquals(0, file.quietFor());
    }

    @Test
    void aFileThatIsKnownByItsInodeIsFoundUnderItsNewName() throws IOException {
        TrackedFile file = log(LINES.length());
        files.followed.found(file, sibling("a.log").stat());
        Files.move(file.path(), files.logs.resolve("a.log.1"));
        assertTrue(known(file, "a.log.1"));
        assertEquals("a.log.1", file.path().getFileName().toString());
    }

    @Test
    void aSkippedLogThatGrowsIsReadFromItsBeginning() throws IOException {
        files.write("b-20261125.log", LINES);
        FileStat stat = files.stat("b-20261125.log");
        try (Content content = files.open("b-20261125.log")) {
            files.followed.skip(stat, files.logs.resolve("b.log"), content);
        }
        TrackedFile skipped = Objects.requireNonNull(files.followed.byInode(stat));
        assertEquals(skipped.position().after(FileEvent.PREEXISTING), skipped.position());
        grow("b-20261125.log", "more\n");
        assertTrue(known(skipped, "b-20261125.log"));
        assertNull(files.ledger.position(skipped.id()));
        assertEquals(0, position("b-20261125.log").offset());
        assertSame(files.followed.at(stat.path()), files.followed.byInode(stat));
    }
}
