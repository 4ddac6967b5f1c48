package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.copy;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What stands at a path instead of what was followed there: the same, a copy, another log. */
class ReplacedTest extends OneLog {

    private static final String BANNER = "# what a program says each time it begins a log\n".repeat(40);

    /** As an editor or a restore does it. That is no rotation. */
    @Test
    void aCopyOfItselfIsNoRotation() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        copy(log, follower.root.resolve("new"));
        rename(follower.root.resolve("new"), log);
        append(log, lines(50, 60));
        expect(60);
        assertEquals(0, follower.stats.get(Event.ROTATIONS));
        assertEquals(1, follower.ledger().positions().size());
    }

    /** After a crash no more than the banner is known of the log; what it was rotated to tells that its successor is another one. */
    @Test
    void aSuccessorWithTheSameBannerIsReadFromItsBeginning() throws IOException {
        String head = BANNER.substring(0, 48 * 22);
        append(log, head);
        follower.start().drain();
        follower.kill();
        append(log, lines(0, 50));
        rename(log, follower.path("access.log.1"));
        copy(follower.path("access.log.1"), follower.path("access.log.2"));
        gzip(follower.path("access.log.1"));
        Files.delete(follower.path("access.log.2"));
        append(log, head + lines(50, 60));
        follower.start().drain();
        follower.expectInAnyOrder(head + head + lines(0, 60));
    }

    @Test
    void aSecondLinkToALogIsLeftAloneUntilTheLogIsGone() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 10));
        follower.start().poll();
        Files.createLink(follower.path("other.log"), log);
        follower.poll();
        append(log, lines(10, 20));
        follower.poll();
        assertEquals(1, follower.tailer().live().size());
        rename(log, follower.path("kept"));
        Files.delete(follower.path("kept"));
        append(follower.path("other.log"), lines(20, 30));
        expect(30);
        assertEquals(java.util.List.of(follower.path("other.log")), follower.tailer().live());
    }

    /** The path of the link now has a log of its own. */
    @Test
    void whatReplacesALinkIsALogOfItsOwn() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 10));
        Path link = Files.createLink(follower.path("other.log"), log);
        follower.start().drain();
        Files.delete(link);
        append(link, lines(10, 20));
        expect(20);
        assertEquals(2, follower.tailer().live().size());
    }

    /** What begins as another log does is a copy only as long as it has nothing of its own. */
    @Test
    void aLogThatBeganAsACopyOfAnotherIsReadFromItsBeginningWhenItDiffers() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 50));
        follower.start().drain();
        Path other = follower.path("access-ssl.log");
        copy(log, other);
        follower.drain();
        follower.expectInAnyOrder(lines(0, 50));
        append(log, lines(50, 60));
        append(other, lines(60, 70));
        follower.drain();
        follower.expectInAnyOrder(lines(0, 50) + lines(0, 70));
    }

    @Test
    void aLongCopyWithLinesOfItsOwnIsReadFromThere() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 2000));
        follower.start().drain();
        Path other = follower.path("access-ssl.log");
        copy(log, other);
        follower.drain();
        append(log, lines(2000, 2010));
        append(other, lines(2010, 2020));
        expect(2020);
        append(other, lines(2020, 2030));
        expect(2030);
    }

    /** A copy that ends within a line may be in the making, so nothing is noted of it. */
    @Test
    void aCopyThatIsBeingWrittenUnderTheNameOfALogIsNotRead() throws IOException {
        follower.pattern = "*.log";
        append(log, lines(0, 50));
        follower.start().drain();
        Path other = follower.path("access-copy.log");
        String whole = Files.readString(log);
        for (int end : new int[] {100, 1000, whole.length()}) {
            Files.writeString(other, whole.substring(0, end));
            follower.drain();
        }
        expect(50);
        follower.restart();
        expect(50);
    }

    /** All logs move to another directory, and are read on there. */
    @Test
    void aLogIsKnownElsewhereByItsNameAndALongBeginning() throws IOException {
        follower.pattern = "*/*.log";
        Path before = Files.createDirectory(follower.path("before"));
        Path after = Files.createDirectory(follower.path("after"));
        append(before.resolve("a.log"), lines(0, 30));
        append(before.resolve("b.log"), lines(30, 32));
        follower.start().drain();
        follower.kill();
        for (String name : new String[] {"a.log", "b.log"}) {
            copy(before.resolve(name), after.resolve(name));
            Files.delete(before.resolve(name));
        }
        append(after.resolve("a.log"), lines(32, 40));
        append(after.resolve("b.log"), lines(40, 50));
        follower.start().drain();
        assertTrue(follower.lines().containsAll(lines(0, 50).lines().toList()));
        // A short beginning says too little: the second one is read again rather than not at all.
        follower.expectInAnyOrder(lines(0, 50) + lines(30, 32));
    }

    /** Under another name, more than 64 KiB must be the same. */
    @Test
    void aLogIsKnownUnderAnotherNameByAVeryLongBeginning() throws IOException {
        follower.pattern = "*/*.log";
        Path before = Files.createDirectory(follower.path("before")).resolve("a.log");
        Path after = Files.createDirectory(follower.path("after")).resolve("b.log");
        append(before, lines(0, 2000));
        follower.start().drain();
        follower.kill();
        copy(before, after);
        Files.delete(before);
        append(after, lines(2000, 2010));
        follower.start();
        expect(2010);
    }
}
