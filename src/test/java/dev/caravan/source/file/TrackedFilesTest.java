package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.FileEvent;
import dev.caravan.state.FileState;
import dev.caravan.state.Original;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to followed files changes what is remembered of them, on disk and in memory. */
class TrackedFilesTest {

    private static final String LINES = "one\ntwo\nthree\n";

    @TempDir
    Path directory;
    private Identified files;
    private TrackedFile file;

    @BeforeEach
    void open() throws IOException {
        files = new Identified(directory, null);
        files.write("a.log", LINES);
        file = files.read("a.log", 4);
    }

    @AfterEach
    void close() {
        files.close();
    }

    private void openIt() throws IOException {
        assertTrue(files.followed.open(file, 16));
    }

    /** Read to its end, not changed since, and quiet for a while. */
    private void finished() throws IOException {
        FileStat stat = Objects.requireNonNull(file.stat());
        file.seen(stat.size(), stat.mtime());
        file.progress(ReadProgress.FINISHED);
        files.time.passes(9000);
    }

    private void expectToBeReadOn() throws IOException {
        assertFalse(file.isFinished());
        assertTrue(file.changedSince(Objects.requireNonNull(file.stat())));
    }

    @Test
    void aFileThatIsFoundUnderAnotherNameIsReadOnThroughItsDescriptor() throws IOException {
        openIt();
        finished();
        Files.move(files.logs.resolve("a.log"), files.logs.resolve("a.log.1"));
        files.followed.found(file, files.stat("a.log.1"));
        assertTrue(file.isOpen());
        assertEquals(0, file.quietFor(), "its writer may go on for a while");
        expectToBeReadOn();
        assertNull(files.followed.at(files.logs.resolve("a.log")));
        assertEquals(List.of(file), List.copyOf(files.followed.rotated()));
        assertEquals(files.logs.resolve("a.log"), file.log());
        assertEquals(Set.of(files.logs.resolve("a.log")), files.followed.logs());
    }

    /** The descriptor is that of another file, which has nothing more. */
    @Test
    void aFileThatIsFoundInACopyIsReadOnThere() throws IOException {
        openIt();
        finished();
        files.write("a.log.1", LINES + "four\n");
        files.followed.found(file, files.stat("a.log.1"));
        assertFalse(file.isOpen());
        expectToBeReadOn();
        assertEquals(LINES.length() + 5, file.position().size());
    }

    /** Its inode is the same, but its content must be unpacked now. */
    @Test
    void aFileThatIsFoundUnderTheNameOfACompressedOneIsOpenedAnew() throws IOException {
        openIt();
        Files.move(files.logs.resolve("a.log"), files.logs.resolve("a.log.1.gz"));
        files.followed.found(file, files.stat("a.log.1.gz"));
        assertFalse(file.isOpen());
    }

    /** Compressed and deleted a moment later, it would not be known without its head. */
    @Test
    void theHeadOfAFileThatLeavesIsLearned() throws IOException {
        files.write("b.log", "");
        TrackedFile other = files.read("b.log", 0);
        assertTrue(files.followed.open(other, 16));
        Files.writeString(files.logs.resolve("b.log"), LINES);
        Files.delete(files.logs.resolve("b.log"));
        files.followed.gone(other);
        assertEquals(LINES.length(), other.position().headLength());
        assertEquals(files.time.millis(), other.position().goneSince());
        assertTrue(other.isOpen());
        files.time.passes(1000);
        files.followed.gone(other);
        assertEquals(files.time.millis() - 1000, other.position().goneSince(), "since it was first missing");
    }

    @Test
    void aFileThatIsGoneSinceTheFutureIsGoneSinceNow() throws IOException {
        Files.delete(files.logs.resolve("a.log"));
        files.followed.gone(file);
        long now = files.time.millis();
        files.followed.notAfter(file, now);
        assertEquals(now, file.position().goneSince());
        files.followed.notAfter(file, now - 5);
        assertEquals(now - 5, file.position().goneSince());
    }

    @Test
    void aFileThatIsBackAtItsPathIsReadOnThere() throws IOException {
        openIt();
        finished();
        Files.move(files.logs.resolve("a.log"), files.logs.resolve("a.log.1"));
        files.followed.found(file, files.stat("a.log.1"));
        finished();
        files.write("a.log", LINES + "four\n");
        files.followed.stands(file, files.stat("a.log"));
        assertFalse(file.isOpen(), "it is another inode");
        expectToBeReadOn();
        assertSame(file, files.followed.at(files.logs.resolve("a.log")));
        assertEquals(List.of(), List.copyOf(files.followed.rotated()));
        assertEquals(FileState.LIVE, file.position().state());
        assertEquals(LINES.length() + 5, file.position().size());
    }

    @Test
    void aCompressedFileThatWasReadIsClosedAndReadNoFurther() throws IOException {
        openIt();
        files.followed.done(file);
        assertFalse(file.isOpen());
        assertEquals(FileState.COMPLETED, file.position().state());
    }

    @Test
    void aCopyThatGrowsIsReadOn() throws IOException {
        files.ledger.moved(file.position().after(FileEvent.COPIED));
        finished();
        files.followed.undone(file);
        assertEquals(FileState.ROTATED, file.position().state());
        assertEquals(0, file.quietFor());
        expectToBeReadOn();
    }

    @Test
    void aForgottenFileHasNoDescriptor() throws IOException {
        openIt();
        files.followed.forget(file);
        assertFalse(file.isOpen());
        assertNull(files.followed.at(files.logs.resolve("a.log")));
        assertNull(files.ledger.position(file.id()));
    }

    @Test
    void ofTwoFilesWithAnInodeTheOneOfThatNameCounts() throws IOException {
        files.write("b.log", LINES);
        FileStat stat = files.stat("b.log");
        for (String name : List.of("a.log.1", "b.log", "a.log.2")) {
            files.followed.followRotated(new FileStat(files.logs.resolve(name), stat.device(), stat.inode(), 1, 1), file.log());
        }
        assertEquals("b.log", Objects.requireNonNull(files.followed.byInode(stat)).path().getFileName().toString());
    }

    @Test
    void whatIsNotReadOfLogsAndRotatedFilesIsBehind() throws IOException {
        assertEquals(LINES.length() - 4, files.followed.bytesBehind());
        files.write("a.log.1", LINES);
        TrackedFile rotated = files.followed.followRotated(files.stat("a.log.1"), file.log());
        rotated.seen(LINES.length(), 1);
        rotated.confirmed();
        assertEquals(2 * LINES.length() - 4, files.followed.bytesBehind());
        rotated.progress(ReadProgress.FINISHED);
        assertEquals(LINES.length() - 4, files.followed.bytesBehind());
        Files.delete(files.logs.resolve("a.log"));
        assertEquals(0, files.followed.bytesBehind());
    }

    @Test
    void aCopyIsNoneOfAnotherFile() throws IOException {
        // Before what it is a copy of is sealed.
        files.ledger.stored(file.position().at(8, 0, null, false));
        files.write("a.log.1", "one\ntwo\n");
        try (Content content = files.open("a.log.1")) {
            files.followed.followDone(files.stat("a.log.1"), file.log(), content, new Original(file.id(), 8));
        }
        TrackedFile copy = Objects.requireNonNull(files.followed.byInode(files.stat("a.log.1")));
        files.write("b.log", "two\n");
        TrackedFile other = files.read("b.log", 4);
        assertTrue(files.followed.isCopyOfAnother(copy, other));
        assertFalse(files.followed.isCopyOfAnother(copy, file));
        assertFalse(files.followed.isCopyOfAnother(other, file), "it is no copy");
    }

    @Test
    void theSizeOfACompressedFileIsNotThatOfItsContent() throws IOException {
        files.write("a.log.1.gz", "not really");
        assertEquals(0, files.followed.followRotated(files.stat("a.log.1.gz"), file.log()).position().size());
        assertEquals(LINES.length(), file.position().size());
    }

    @Test
    void whereALinkLedIsRemembered() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere")).toRealPath();
        Files.writeString(elsewhere.resolve("b.log"), LINES);
        Path link = Files.createSymbolicLink(files.logs.resolve("b.log"), elsewhere.resolve("b.log"));
        TrackedFile other = files.read("b.log", 4);
        assertEquals(elsewhere.resolve("b.log").toString(), other.position().realPath());
        assertTrue(files.followed.realDirectories(link).contains(elsewhere));
        assertNull(file.position().realPath());
    }

    /** A deleted file cannot be opened again, so it stays open, whatever was used last. */
    @Test
    void whatWasNotUsedForLongestIsClosedForAnother() throws IOException {
        openIt();
        files.time.passes(1);
        file.content();
        TrackedFile gone = another("gone.log");
        assertTrue(files.followed.open(gone, 3));
        Files.delete(gone.path());
        files.followed.gone(gone);
        TrackedFile older = another("older.log");
        assertTrue(files.followed.open(older, 3));
        assertTrue(file.isOpen() && gone.isOpen(), "three may be open");
        file.content();
        files.time.passes(1);
        older.content();
        files.time.passes(1);
        file.content();
        TrackedFile last = another("last.log");
        assertTrue(files.followed.open(last, 3));
        assertTrue(file.isOpen() && gone.isOpen() && last.isOpen());
        assertFalse(older.isOpen());
    }

    private TrackedFile another(String name) throws IOException {
        files.write(name, name + "\n");
        return files.read(name, 0);
    }

    @Test
    void aFileThatLeftItsPathIsNotOpened() throws IOException {
        Files.move(files.logs.resolve("a.log"), files.logs.resolve("a.log.1"));
        files.write("a.log", "another\n");
        assertFalse(files.followed.open(file, 16));
        assertFalse(file.isOpen());
        assertNotNull(files.ledger.position(file.id()));
    }
}
