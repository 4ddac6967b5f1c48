package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.copy;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file a file is: replaced, copied, linked, alike, there before. */
class WhichFileTest extends OneLog {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

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
    void aLogIsKnownWhereAllLogsHaveMovedToAnotherDirectory() throws IOException {
        follower.pattern = "*/access.log";
        Path before = Files.createDirectory(follower.path("before")).resolve("access.log");
        Path after = Files.createDirectory(follower.path("after")).resolve("access.log");
        append(before, lines(0, 30));
        follower.start().drain();
        follower.kill();
        copy(before, after);
        Files.delete(before);
        append(after, lines(30, 40));
        follower.start();
        expect(40);
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
    void whatStandsAtAPathNowIsNotTakenForTheFileThatWasListedThere() throws IOException {
        Path rotated = Files.writeString(follower.path("access.log.1.gz"), "listed");
        FileStat listed = FileStat.of(rotated);
        FileIdentifier identifier = new FileIdentifier(null, null);
        identifier.stands(listed);
        Files.move(rotated, follower.path("access.log.2.gz"));
        assertThrows(IOException.class, () -> identifier.stands(listed), "nothing stands there");
        Files.writeString(rotated, "another");
        assertThrows(IOException.class, () -> identifier.stands(listed), "logrotate has put another one there");
    }

    /** The copy is found first, and is to be remembered all the same when the larger file is gone. */
    @Test
    void aCopyOfAFileThatIsFoundLaterIsRememberedLonger() throws IOException {
        append(log, lines(20, 21));
        follower.start().drain();
        append(follower.path("access.log.2"), lines(0, 10));
        append(follower.path("access.log.1"), lines(0, 20));
        // Files are handled in the order of their times.
        FileTime time = Files.getLastModifiedTime(follower.path("access.log.1"));
        Files.setLastModifiedTime(follower.path("access.log.1"), FileTime.fromMillis(time.toMillis() + 1000));
        follower.drain();
        follower.seal();
        follower.kill();
        Files.delete(follower.path("access.log.1"));
        follower.start().drain();
        follower.expectInAnyOrder(lines(0, 21));
    }
}
