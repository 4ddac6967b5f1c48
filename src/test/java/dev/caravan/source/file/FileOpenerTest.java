package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.pipeline.SourceStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is opened, and what is not, whoever put it there. Without native code too, but for what is put there meanwhile. */
class FileOpenerTest {

    private static final String SECRET = "root:$6$secret\n";
    private static final int NOBODY = 65534;

    @TempDir
    Path directory;
    private Path logs;
    private Path log;
    private Path secret;
    private final SourceStats stats = new SourceStats("access");

    @BeforeEach
    void make() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
        log = logs.resolve("access.log");
        secret = Files.writeString(directory.resolve("shadow"), SECRET);
    }

    private FileOpener opening(boolean nativeCode, boolean followLinks) {
        return new FileOpener("access", stats, followLinks, nativeCode ? HeldDirectory::atRoot : HeldDirectory::atRootByPath);
    }

    private static String read(FileOpener opening, Path file) throws IOException {
        try (Content content = opening.open(file)) {
            byte[] bytes = new byte[100];
            return new String(bytes, 0, content.read(0, bytes, 0, bytes.length), StandardCharsets.UTF_8);
        }
    }

    private static void everybodyWrites(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static void onlyWeWrite(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void refused(FileOpener opening, Path file, String reason) {
        String message = assertThrows(FileRefusedException.class, () -> read(opening, file)).getMessage();
        assertTrue(message.contains(reason), message);
        assertEquals(java.util.List.of(message), java.util.List.copyOf(stats.problems()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkIsFollowedWhereNobodyElseCouldHaveMadeIt(boolean nativeCode) throws IOException {
        FileOpener opening = opening(nativeCode, false);
        Path real = Files.createDirectory(directory.resolve("pods"));
        Files.writeString(real.resolve("0.log"), "line\n");
        Files.createSymbolicLink(directory.resolve("relative"), Path.of("pods/../pods/0.log"));
        Files.createSymbolicLink(log, directory.resolve("relative"));
        assertEquals("line\n", read(opening, log));
        everybodyWrites(logs);
        refused(opening, log, "access.log is a link, which is not followed");
        assertTrue(stats.problems().iterator().next().contains("chmod o-w") || stats.problems().iterator().next().contains("chmod go-w"),
            stats.problems().toString());
        assertEquals("line\n", read(opening(nativeCode, true), log));
        onlyWeWrite(logs);
        assertEquals("line\n", read(opening, log));
        assertEquals(java.util.List.of(), java.util.List.copyOf(stats.problems()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDirectoryOnTheWayMayBeALinkOnTheSameConditions(boolean nativeCode) throws IOException {
        FileOpener opening = opening(nativeCode, false);
        Files.writeString(log, "line\n");
        Path parent = Files.createDirectory(directory.resolve("app"));
        Path link = Files.createSymbolicLink(parent.resolve("current"), logs);
        assertEquals("line\n", read(opening, link.resolve("access.log")));
        assertTrue(opening.isFollowed(link));
        everybodyWrites(parent);
        refused(opening, link.resolve("access.log"), "leads through the link " + link);
        assertFalse(opening.isFollowed(link));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDirectoryAboveThatOfTheLinkCountsToo(boolean nativeCode) throws IOException {
        FileOpener opening = opening(nativeCode, false);
        Path own = Files.createDirectories(directory.resolve("open/own"));
        Path link = Files.createSymbolicLink(own.resolve("access.log"), secret);
        assertEquals(SECRET, read(opening, link));
        everybodyWrites(directory.resolve("open"));
        refused(opening, link, directory.resolve("open") + " can be changed by every user");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileInADirectoryOfOthersIsReadAsLongAsItIsOne(boolean nativeCode) throws IOException {
        everybodyWrites(logs);
        Files.writeString(log, "line\n");
        assertEquals("line\n", read(opening(nativeCode, false), log));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileWithSeveralHardLinksIsReadWhereNobodyElseCouldHaveMadeThem(boolean nativeCode) throws IOException {
        FileOpener opening = opening(nativeCode, false);
        Files.createLink(log, secret);
        assertEquals(SECRET, read(opening, log));
        everybodyWrites(logs);
        refused(opening, log, "has 2 hard links");
        assertEquals(SECRET, read(opening(nativeCode, true), log));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkOfAnotherUserIsNotFollowed(boolean nativeCode) throws IOException {
        assumeTrue((Integer) Files.getAttribute(directory, "unix:uid") == 0, "not root: nothing can be given to another user");
        Files.createSymbolicLink(log, secret);
        Files.setAttribute(log, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        refused(opening(nativeCode, false), log, "belongs to the user nobody");
        // Nor one of root's in a directory of another user, who could have moved it there.
        Files.setAttribute(log, "unix:uid", 0, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(logs, "unix:uid", NOBODY);
        refused(opening(nativeCode, false), log, logs + " belongs to the user nobody");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNoFileIsNotOpened(boolean nativeCode) throws Exception {
        assumeTrue(new ProcessBuilder("mkfifo", log.toString()).start().waitFor() == 0, "no mkfifo");
        for (boolean followLinks : new boolean[] {true, false}) {
            FileOpener opening = opening(nativeCode, followLinks);
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThrows(NoSuchFileException.class, () -> read(opening, log)));
            assertThrows(NoSuchFileException.class, () -> read(opening, logs));
            assertThrows(NoSuchFileException.class, () -> read(opening, logs.resolve("none")));
            assertThrows(NoSuchFileException.class, () -> read(opening, Path.of("/dev/null")));
        }
    }

    @Test
    void linksThatLeadInACircleAreAnError() throws IOException {
        Files.createSymbolicLink(log, logs.resolve("other"));
        Files.createSymbolicLink(logs.resolve("other"), log);
        assertThrows(IOException.class, () -> read(opening(true, false), log));
    }

    @Test
    void aProblemEndsWithWhatItIsAbout() throws IOException {
        FileOpener opening = opening(true, false);
        Files.createSymbolicLink(log, secret);
        everybodyWrites(logs);
        refused(opening, log, "is a link");
        opening.forgetGone();
        assertEquals(1, stats.problems().size());
        Files.delete(log);
        opening.forgetGone();
        assertEquals(0, stats.problems().size());
    }

    /** A neighbour puts a FIFO, a link and the log in its place, as fast as it can. */
    @Test
    void whatIsPutThereMeanwhileIsNotOpened() throws Exception {
        assumeTrue(DescriptorDirectory.IS_POSSIBLE, "no native code");
        Path fifo = logs.resolve("fifo");
        assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "no mkfifo");
        everybodyWrites(logs);
        Path link = Files.createSymbolicLink(logs.resolve("link"), secret);
        Path[] all = {Files.writeString(logs.resolve("own"), "line\n"), link, fifo};
        Thread neighbour = new Thread(() -> {
            try {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                    Path next = all[i % all.length];
                    Files.move(next, log, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(log, next, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        neighbour.start();
        FileOpener opening = opening(true, false);
        int[] read = {0};
        try {
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                for (int i = 0; (i < 3000 || read[0] < 20) && System.nanoTime() < end; i++) {
                    try {
                        assertEquals("line\n", read(opening, log));
                        read[0]++;
                    } catch (IOException e) {
                        // The link, the FIFO, or nothing.
                        continue;
                    }
                }
            });
        } finally {
            neighbour.interrupt();
            neighbour.join();
        }
        assertTrue(read[0] > 0, "the log was never there");
    }
}
