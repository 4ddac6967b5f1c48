package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.line;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static dev.caravan.source.file.Logs.truncate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.pipeline.SourceStats.Event;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that their program maps into memory: behind the last line there are NULs, up to the size that was allocated. */
class PreallocatedTest extends OneLog {

    private static final int ALLOCATED = 4 << 20;

    private long end;

    /** Writes where the last line ends; the file has its full size from the beginning. */
    private void write(Path file, String text) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            if (out.length() == 0) {
                end = 0;
            }
            out.setLength(Math.max(out.length(), ALLOCATED));
            out.seek(end);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write(bytes);
            end += bytes.length;
        }
        // A mapped file changes its time when the system writes it back.
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + end));
    }

    private void expectNothingLost() {
        assertEquals(0, follower.stats.get(Event.FILES_LOST));
        assertEquals(0, follower.stats.bytesBehind());
    }

    @Test
    void linesAreReadAsTheyCome() throws IOException {
        follower.start().poll();
        write(log, "");
        follower.poll();
        for (int n = 0; n < 60; n += 3) {
            write(log, lines(n, n + 2) + line(n + 2).substring(0, 8));
            follower.poll();
            write(log, line(n + 2).substring(8));
            follower.poll();
            if (n % 7 == 0) {
                follower.restart();
            }
        }
        expect(60);
        expectNothingLost();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theRestIsNoLineWhenTheFileWasRotated(boolean cutToItsSize) throws IOException {
        write(log, lines(0, 5) + "half");
        follower.start().poll();
        write(log, lines(5, 5));
        rename(log, follower.path("access.log.1"));
        if (cutToItsSize) {
            try (RandomAccessFile out = new RandomAccessFile(follower.path("access.log.1").toFile(), "rw")) {
                out.setLength(end);
            }
        }
        write(log, lines(5, 10));
        follower.drain();
        follower.expectInAnyOrder(lines(0, 5) + "half\n" + lines(5, 10));
        Files.delete(follower.path("access.log.1"));
        follower.restart();
        follower.drain();
        follower.time.passes(20_000);
        follower.drain();
        follower.expectInAnyOrder(lines(0, 5) + "half\n" + lines(5, 10));
        expectNothingLost();
    }

    @Test
    void oneThatIsDeletedHasLostNothing() throws IOException {
        write(log, lines(0, 5));
        follower.start().drain();
        follower.tailer().close();
        Files.delete(log);
        follower.drain();
        follower.time.passes(20_000);
        expect(5);
        expectNothingLost();
    }

    @Test
    void twoLogsWithoutALineAreNoCopies() throws IOException {
        follower.pattern = "*.log";
        write(log, "");
        write(follower.path("access-web.log"), "");
        follower.start().drain();
        end = 0;
        write(log, lines(0, 10));
        follower.drain();
        end = 0;
        write(follower.path("access-web.log"), lines(10, 20));
        expect(20);
    }

    @Test
    void nulsInFrontOfLinesAreShipped() throws IOException {
        follower.start().poll();
        byte[] hole = new byte[3 << 20];
        append(log, hole);
        append(log, lines(0, 3));
        follower.drain();
        int nuls = 0;
        for (byte b : follower.bytes()) {
            nuls += b == 0 ? 1 : 0;
        }
        assertEquals(hole.length, nuls);
    }

    @Test
    void aLogThatIsTruncatedAndFilledBeyondItsSizeLosesNothing() throws IOException {
        append(log, lines(0, 10));
        follower.start().drain();
        truncate(log);
        append(log, lines(10, 100));
        follower.drain();
        follower.time.passes(20_000);
        expect(100);
        expectNothingLost();
    }
}
