package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How content is cut into blocks: whole lines, whole records, bytes as they are. */
class LinesTest {

    private Follower follower;
    private Path log;
    private final List<String> blocks = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        follower = new Follower();
        log = follower.path("access.log");
        follower.watch = block -> blocks.add(block.toString());
    }

    @AfterEach
    void stop() throws IOException {
        follower.close();
    }

    @Test
    void bytesAreKeptAsTheyAre() throws IOException {
        byte[] bytes = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'B', 'O', 'M', '\r', '\n', 0, 0, 0, 'x', '\n', '\n',
            (byte) 0xff, (byte) 0xc3, '\n', '\r', '\n', (byte) 0xf0, (byte) 0x9f, '\n'};
        append(log, bytes);
        follower.start().drain();
        assertArrayEquals(bytes, follower.bytes());
    }

    @Test
    void aLineWaitsForItsNewline() throws IOException {
        append(log, "a\nb");
        follower.start().drain().expect("a\n");
        append(log, "b\n");
        follower.drain().expect("a\nbb\n");
    }

    @Test
    void anEmptyFileIsNothing() throws IOException {
        append(log, "");
        follower.start().drain().expect("");
        rename(log, follower.path("access.log.1"));
        append(log, "");
        follower.drain().expect("");
        append(log, "a\n");
        follower.drain().expect("a\n");
    }

    @Test
    void aLongLineComesInPiecesOfWhichNoneIsLostAtARestart() throws IOException {
        follower.maxLineBytes = 100;
        append(log, "before\n" + "x".repeat(1050));
        follower.start().poll();
        follower.restart();
        append(log, "y".repeat(30) + "\nafter\n");
        follower.poll();
        follower.kill();
        follower.start().drain();
        assertEquals("before" + "x".repeat(1050) + "y".repeat(30) + "after", String.join("", follower.lines()));
        assertTrue(follower.lines().containsAll(List.of("before", "after")), follower.lines().toString());
        assertTrue(follower.lines().stream().allMatch(line -> line.length() <= 100));
    }

    @Test
    void anotherFilesLinesDoNotRunIntoAPiece() throws IOException {
        follower.pattern = "*.log";
        follower.maxLineBytes = 100;
        append(log, "x".repeat(150));
        append(follower.path("b.log"), "a line\n");
        follower.start().poll();
        append(follower.path("b.log"), "a line\n");
        follower.poll();
        append(log, "x\n");
        follower.drain();
        assertEquals(2, follower.lines().stream().filter("a line"::equals).count());
    }

    @Test
    void aLongLineThatEndsWithItsFileIsWhole() throws IOException {
        follower.maxLineBytes = 100;
        for (int length = 195; length < 205; length++) {
            append(log, "x".repeat(length) + (length % 2 == 0 ? "\n" : ""));
            follower.start().poll();
            rename(log, follower.path("access.log.1"));
            follower.drain();
            assertEquals(length, follower.lines().stream().mapToInt(String::length).sum());
            assertTrue(follower.lines().stream().noneMatch(String::isEmpty));
            stop();
            start();
        }
    }

    @Test
    void utf16IsRefusedAndSaidOnce() throws IOException {
        Files.write(log, "text\ntext\n".getBytes(StandardCharsets.UTF_16));
        follower.start().drain().expect("");
        assertEquals(1, follower.stats.problems().size());
        assertTrue(follower.stats.problems().iterator().next().contains("UTF-16"));
        append(log, "more\n".getBytes(StandardCharsets.UTF_16LE));
        follower.drain().expect("");
        Files.write(log, "utf-8\n".getBytes(StandardCharsets.UTF_8));
        follower.drain().expect("utf-8\n");
        assertEquals(List.of(), List.copyOf(follower.stats.problems()));
    }

    private static String record(int n) {
        return "2026-11-25 error " + n + "\n  at one\n  at two\n" + (n % 3 == 0 ? "caused by\n" : "");
    }

    @Test
    void aRecordOfSeveralLinesIsNeverDivided() throws IOException {
        follower.recordStart = Pattern.compile("^\\d{4}-\\d\\d-\\d\\d");
        follower.blockBytes = 150;
        StringBuilder all = new StringBuilder();
        follower.start();
        for (int n = 0; n < 200; n++) {
            String record = record(n);
            all.append(record);
            int half = record.indexOf('\n') + 1 + n % 4;
            append(log, record.substring(0, half));
            follower.pollOnce();
            append(log, record.substring(half));
            if (n % 20 == 19) {
                follower.pollOnce();
                follower.restart();
            }
            if (n % 50 == 49) {
                rename(log, follower.path("access.log." + n));
                if (n == 99) {
                    gzip(follower.path("access.log." + n));
                }
            }
        }
        follower.drain().expectInAnyOrder(all.toString());
        for (String block : blocks) {
            assertTrue(block.startsWith("2026"), block);
            assertTrue(block.endsWith("two\n") || block.endsWith("caused by\n"), block);
        }
    }

    @Test
    void theLastRecordIsCompleteAfterAWhile() throws IOException {
        follower.recordStart = Pattern.compile("^\\S");
        append(log, "first\n more\nsecond\n more\n");
        follower.start().poll();
        follower.seal();
        follower.expect("first\n more\n");
        follower.time.passes(2500);
        follower.poll();
        follower.seal();
        follower.expect("first\n more\nsecond\n more\n");
    }

    @Test
    void aRecordThatIsTooLongIsDividedBetweenLines() throws IOException {
        follower.recordStart = Pattern.compile("^start");
        follower.maxLineBytes = 200;
        String text = "start\n" + "  a line\n".repeat(100) + "start\n";
        append(log, text);
        follower.start().drain().expect(text);
    }
}
