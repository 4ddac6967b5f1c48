package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.pipeline.SourceStats.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that go to another directory under their own name, links that lead elsewhere, and what is found nowhere. */
class ElsewhereTest extends OneLog {

    private Path day(String name) throws IOException {
        return Files.createDirectories(follower.path(name)).resolve("access.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*-*-*"})
    void theDirectoryOfADayHasTheLogUnderItsName(String archive) throws IOException {
        follower.archive = archive.isEmpty() ? null : Path.of(archive);
        append(log, lines(0, 50));
        follower.start().drain();
        follower.kill();
        append(log, lines(50, 60));
        rename(log, day("2026-11-23"));
        append(log, lines(60, 70));
        rename(log, day("2026-11-24"));
        append(log, lines(70, 80));
        follower.start().drain();
        append(log, lines(80, 90));
        rename(log, day("2026-11-25"));
        gzip(day("2026-11-25"));
        append(log, lines(90, 100));
        follower.restart();
        expect(100);
    }

    @Test
    void anotherDirectoryHasTheLogUnderItsName() throws IOException {
        follower.archive = Path.of("../old");
        Path old = Files.createDirectory(follower.root.resolve("old"));
        append(log, lines(0, 50));
        follower.start().drain();
        follower.kill();
        append(log, lines(50, 60));
        rename(log, old.resolve("access.log.1"));
        append(log, lines(60, 70));
        rename(log, old.resolve("access.log"));
        append(log, lines(70, 80));
        follower.start();
        expect(80);
    }

    @Test
    void whatLayThereAtTheFirstStartIsNotRead() throws IOException {
        append(day("2026-11-24"), lines(1000, 1100));
        append(log, lines(0, 10));
        follower.start().drain();
        follower.restart();
        expect(10);
    }

    private void flip(Path link, Path to) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, to);
    }

    private void throughALink() throws IOException {
        Files.delete(follower.logs);
        flip(follower.logs, Files.createDirectory(follower.root.resolve("v1")));
    }

    @Test
    void aLinkToADirectoryThatLeadsElsewhereAfterTheStop() throws IOException {
        throughALink();
        append(log, lines(0, 50));
        follower.start().drain();
        follower.kill();
        append(log, lines(50, 60));
        flip(follower.logs, Files.createDirectory(follower.root.resolve("v2")));
        append(log, lines(60, 70));
        follower.start();
        expect(70);
        append(follower.root.resolve("v1/access.log"), lines(70, 71));
        expect(71);
    }

    @Test
    void aLinkThatIsFlippedTwiceWhileStopped() throws IOException {
        follower.archive = Path.of("../v*");
        throughALink();
        append(log, lines(0, 50));
        follower.start().drain();
        follower.kill();
        append(log, lines(50, 60));
        flip(follower.logs, Files.createDirectory(follower.root.resolve("v2")));
        append(log, lines(60, 70));
        flip(follower.logs, Files.createDirectory(follower.root.resolve("v3")));
        append(log, lines(70, 80));
        follower.start();
        expect(80);
    }

    @Test
    void aLinkToAFileThatLeadsElsewhereAfterTheStop() throws IOException {
        Path elsewhere = Files.createDirectory(follower.root.resolve("data"));
        append(elsewhere.resolve("one"), lines(0, 50));
        flip(log, elsewhere.resolve("one"));
        follower.start().drain();
        follower.kill();
        append(elsewhere.resolve("one"), lines(50, 60));
        append(elsewhere.resolve("two"), lines(60, 70));
        flip(log, elsewhere.resolve("two"));
        follower.start();
        expect(70);
    }

    @Test
    void whatIsNotFoundAtTheStartIsTold() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        follower.blockBytes = 100;
        follower.reload();
        append(log, lines(50, 90));
        follower.failures = Integer.MAX_VALUE;
        follower.pollOnce();
        // Sealed are the first 50 lines, and the size as it was seen last.
        follower.failures = 0;
        follower.seal();
        follower.kill();
        Files.delete(log);
        follower.start().drain();
        assertEquals(1, follower.stats.get(Event.FILES_LOST));
        assertEquals(lines(50, 90).length(), follower.stats.get(Event.BYTES_LOST));
        follower.restart();
        follower.drain();
        assertEquals(0, follower.stats.get(Event.FILES_LOST), "told once");
    }

    @Test
    void whatIsNotFoundAtTheStartIsToldThoughAllThatWasSeenWasRead() throws IOException {
        append(log, lines(0, 50));
        follower.start().drain();
        follower.kill();
        append(log, lines(50, 60));
        rename(log, follower.path("access.log.1.bz2"));
        append(log, lines(60, 70));
        follower.start();
        Files.delete(follower.path("access.log.1.bz2"));
        follower.drain();
        assertEquals(1, follower.stats.get(Event.FILES_LOST));
        assertEquals(0, follower.stats.get(Event.BYTES_LOST));
    }
}
