package dev.caravan.tail;

import static dev.caravan.tail.Logs.append;
import static dev.caravan.tail.Logs.copy;
import static dev.caravan.tail.Logs.gzip;
import static dev.caravan.tail.Logs.lines;
import static dev.caravan.tail.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.flow.SourceStats.Event;
import dev.caravan.state.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are read, from where on, and which are not: replaced, copied, linked, missing, many. */
class FilesTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    private Follower follower;
    private Path log;

    @BeforeEach
    void start() throws IOException {
        follower = new Follower();
        log = follower.path("access.log");
    }

    @AfterEach
    void stop() throws IOException {
        follower.close();
    }

    private void expect(int upTo) throws IOException {
        follower.drain();
        follower.expectInAnyOrder(lines(0, upTo));
    }

    @Test
    void anInodeThatIsUsedAgainIsAnotherFile() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        append(log, lines(50, 60));
        follower.drain();
        // The same inode with other content: deleted and made again, on a file system that uses inodes again at once.
        Files.write(log, lines(60, 200).getBytes());
        expect(200);
    }

    @Test
    void aRotatedFileIsKnownAlthoughItsInodeBelongsToTheNewOne() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        append(log, lines(50, 60));
        follower.kill();
        // As after a restore of all files: inodes say nothing, or the wrong thing.
        copy(log, follower.path("access.log.1"));
        Files.write(log, lines(60, 70).getBytes());
        follower.start();
        expect(70);
    }

    @Test
    void aFileReplacedByALongerOneWithTheSameBeginningIsReadOn() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        append(follower.path("new"), lines(0, 60));
        rename(follower.path("new"), log);
        expect(60);
    }

    @Test
    void aFileReplacedByAShorterOneIsReadFromItsBeginning() throws IOException {
        append(log, lines(0, 100));
        follower.start().drain();
        append(follower.path("new"), lines(0, 60));
        rename(follower.path("new"), log);
        follower.drain();
        follower.expectInAnyOrder(lines(0, 100) + lines(0, 60));
    }

    @Test
    void aFileReplacedByACopyOfItselfIsNotReadAgain() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        for (int i = 0; i < 3; i++) {
            copy(log, follower.path("new"));
            rename(follower.path("new"), log);
            follower.poll();
            append(log, lines(50 + i, 51 + i));
            follower.restart();
        }
        expect(53);
    }

    @Test
    void aHardLinkIsNotReadBesideTheFile() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 10));
        Files.createLink(follower.path("other.log"), log);
        follower.start().poll();
        append(log, lines(10, 20));
        expect(20);
        Files.delete(log);
        append(follower.path("other.log"), lines(20, 30));
        expect(30);
    }

    @Test
    void aSymbolicLinkIsFollowedWhereverItLeads() throws IOException {
        Path real = Files.createDirectory(follower.root.resolve("real"));
        append(real.resolve("access.log"), lines(0, 10));
        Files.createSymbolicLink(log, real.resolve("access.log"));
        follower.start().poll();
        append(real.resolve("access.log"), lines(10, 20));
        rename(real.resolve("access.log"), real.resolve("access.log.1"));
        append(real.resolve("access.log"), lines(20, 30));
        expect(30);
        Files.delete(log);
        append(real.resolve("today"), lines(30, 40));
        Files.createSymbolicLink(log, real.resolve("today"));
        expect(40);
    }

    @Test
    void theDirectoryMayDisappearAndComeBack() throws IOException {
        append(log, lines(0, 10));
        follower.start().drain();
        append(log, lines(10, 20));
        Files.move(follower.logs, follower.root.resolve("away"));
        follower.drain();
        Files.move(follower.root.resolve("away"), follower.logs);
        append(log, lines(20, 30));
        expect(30);
        Files.move(follower.logs, follower.root.resolve("away"));
        follower.restart();
        follower.drain();
        Files.createDirectory(follower.logs);
        copy(follower.root.resolve("away/access.log"), log);
        append(log, lines(30, 40));
        expect(40);
    }

    @Test
    void aFileMayAppearLongAfterTheStart() throws IOException {
        follower.start().drain();
        follower.restart();
        append(log, lines(0, 10));
        expect(10);
    }

    @Test
    void aDirectoryInTheFilesPlaceIsWaitedOut() throws IOException {
        Files.createDirectory(log);
        follower.start().drain();
        Files.delete(log);
        append(log, lines(0, 10));
        expect(10);
    }

    @Test
    void whatWasThereIsSkippedWhereTheStartIsTheEnd() throws IOException {
        follower.pattern = "*.log";
        follower.startAtEnd = true;
        append(log, "old\nhalf of a");
        append(follower.path("b.log"), "old\n");
        follower.start().poll();
        append(log, " line\nnew\n");
        append(follower.path("c.log"), "all of it\n");
        follower.drain();
        follower.expectInAnyOrder("half of a line\nnew\nall of it\n");
    }

    @Test
    void theEndIsForTheFirstStartAlone() throws IOException {
        follower.startAtEnd = true;
        follower.start().poll();
        follower.restart();
        append(log, lines(0, 10));
        expect(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access.log", "access.log*"})
    void filesRotatedBeforeTheFirstStartAreNeverRead(String pattern) throws IOException {
        follower.pattern = pattern;
        append(follower.path("access.log.2"), lines(100, 200));
        gzip(follower.path("access.log.2"));
        append(follower.path("access.log.1"), lines(200, 300));
        for (String old : List.of("access.log.1", "access.log.2.gz")) {
            Files.setLastModifiedTime(follower.path(old), LONG_AGO);
        }
        append(log, lines(0, 10));
        follower.start().drain();
        rename(follower.path("access.log.2.gz"), follower.path("access.log.3.gz"));
        rename(follower.path("access.log.1"), follower.path("access.log.2"));
        gzip(follower.path("access.log.2"));
        Files.setLastModifiedTime(follower.path("access.log.2.gz"), FileTime.from(Instant.now()));
        rename(log, follower.path("access.log.1"));
        append(log, lines(10, 20));
        expect(20);
        follower.restart();
        rename(follower.path("access.log.3.gz"), follower.path("access.log.4.gz"));
        expect(20);
    }

    @Test
    void aCopyThatSomeoneMadeIsNeverRead() throws IOException {
        follower.pattern = "access.log*";
        append(log, lines(0, 20));
        follower.start().poll();
        for (String name : List.of("access.log.bak", "access.log.save", "access.log.1.bak", "access.log.copy2")) {
            copy(log, follower.path(name));
            follower.poll();
        }
        append(log, lines(20, 100));
        follower.drain();
        for (int round = 0; round < 3; round++) {
            follower.restart();
            follower.drain();
            rename(log, follower.path("access.log." + (5 - round)));
            append(log, lines(100 + round, 101 + round));
            follower.drain();
            Files.delete(follower.path("access.log." + (5 - round)));
            follower.time.passes(8L * 24 * 3600 * 1000);
        }
        follower.restart();
        expect(103);
    }

    @Test
    void logsThatBeginAlikeAreDifferentLogs() throws IOException {
        follower.pattern = "*.log";
        append(log, "# header\n");
        append(follower.path("b.log"), "# header\n");
        follower.start().poll();
        append(log, "a\n");
        append(follower.path("b.log"), "b\n");
        follower.drain();
        follower.expectInAnyOrder("# header\n# header\na\nb\n");
    }

    @Test
    void aNewFileMayBeginAsTheRotatedOne() throws IOException {
        append(log, "# header\n");
        follower.start().poll();
        rename(log, follower.path("access.log.1"));
        append(log, "# header\na\n");
        follower.drain();
        append(follower.path("access.log.1"), "late\n");
        follower.drain();
        follower.expectInAnyOrder("# header\n# header\na\nlate\n");
    }

    @Test
    void numberedLogsAreNoRotatedOnes() throws IOException {
        follower.pattern = "*.log";
        append(log, "a\n");
        append(follower.path("access-8080.log"), "b\n");
        Files.setLastModifiedTime(follower.path("access-8080.log"), LONG_AGO);
        follower.start().drain();
        follower.expectInAnyOrder("a\nb\n");
    }

    @Test
    void manyFilesAreFollowedWithFewDescriptors() throws IOException {
        follower.pattern = "*.log";
        follower.maxOpenFiles = 20;
        follower.start();
        int n = 0;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 300; i++) {
                append(follower.path("f" + i + "x.log"), lines(n, n + 2));
                n += 2;
            }
            follower.poll();
            long open = Files.list(Path.of("/proc/self/fd")).filter(fd -> target(fd).startsWith(follower.logs.toString()))
                .count();
            assertTrue(open <= 20, open + " are open");
        }
        expect(n);
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void aLongFileDoesNotKeepTheOthersWaiting() throws IOException {
        follower.pattern = "*.log";
        follower.blockBytes = 1000;
        append(log, lines(1000, 9000));
        append(follower.path("b.log"), "short\n");
        List<String> order = new ArrayList<>();
        follower.watch = block -> order.add(Path.of(block.origin().file()).getFileName().toString());
        follower.start().poll();
        assertTrue(order.indexOf("b.log") <= 32, "it came after " + order.indexOf("b.log") + " blocks");
    }

    @Test
    void whatIsLostIsCounted() throws IOException {
        append(log, lines(0, 10));
        follower.start().drain();
        follower.failures = Integer.MAX_VALUE;
        append(log, lines(10, 110));
        follower.pollOnce();
        // As it is closed when there are more files than may be open.
        follower.tailer().close();
        Files.delete(log);
        follower.drain();
        assertEquals(1, follower.stats.get(Event.FILES_LOST));
        assertEquals(lines(10, 110).length(), follower.stats.get(Event.BYTES_LOST));
    }

    @Test
    void positionsOfVanishedFilesAreForgottenAfterAWhile() throws IOException {
        follower.start();
        for (int round = 0; round < 10; round++) {
            append(log, lines(round * 50, round * 50 + 50));
            follower.drain();
            rename(log, follower.path("access.log.1"));
        }
        follower.drain();
        assertTrue(follower.ledger().positions().size() > 5, "they are remembered for a while");
        follower.time.passes(8L * 24 * 3600 * 1000);
        follower.drain();
        assertEquals(List.of("access.log.1"), follower.ledger().positions().stream().map(Position::path)
            .map(path -> Path.of(path).getFileName().toString()).toList());
        expect(500);
    }
}
