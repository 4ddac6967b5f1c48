package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.copy;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.FileCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files that are missing, vanish, come late, are many. */
@Tag("slow")
class FilesTest extends OneLog {

    @Test
    void aPollThatReadsIsNotTakenForOneThatHangs() throws Exception {
        follower.start();
        append(follower.path("access.log"), lines(0, 10));
        await().until(() -> follower.stats.sinceLooked() > 500);
        follower.pollOnce();
        assertTrue(follower.stats.sinceLooked() < 500, follower.stats.sinceLooked() + " ms");
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
        assertEquals(List.of("access.log.1"), follower.ledger().positions().stream().map(FileCheckpoint::path)
            .map(path -> Path.of(path).getFileName().toString()).toList());
        expect(500);
    }

    private void append600Logs(Path directory, int from) throws IOException {
        for (int i = 0; i < 600; i++) {
            append(directory.resolve("f" + i + "x.log"), lines(from + i, from + i + 1));
        }
    }

    @Test
    void aDirectoryOfManyLogsMayBeAwayForAWhile() throws IOException {
        follower.pattern = "*.log";
        append600Logs(follower.logs, 0);
        follower.start().drain();
        Files.move(follower.logs, follower.root.resolve("away"));
        for (int second = 0; second < 80; second += 20) {
            follower.poll();
            follower.time.passes(19_900);
        }
        Files.move(follower.root.resolve("away"), follower.logs);
        append600Logs(follower.logs, 600);
        expect(1200);
    }

    @Test
    void manyLogsOfADirectoryMayBeAwayForAWhile() throws IOException {
        follower.pattern = "*/*.log";
        Path directory = Files.createDirectory(follower.path("web"));
        append600Logs(directory, 0);
        follower.start().drain();
        Path away = Files.move(directory, follower.root.resolve("away"));
        follower.restart();
        follower.drain();
        follower.time.passes(80_000);
        follower.drain();
        Files.createDirectory(directory);
        follower.drain();
        for (int i = 0; i < 600; i++) {
            Files.move(away.resolve("f" + i + "x.log"), directory.resolve("f" + i + "x.log"));
        }
        append600Logs(directory, 600);
        expect(1200);
    }
}
