package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.gzip;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static dev.caravan.source.file.Logs.zstd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that are compressed when they are rotated. */
class CompressedTest extends OneLog {

    @Test
    void aFileCompressedAtOnceIsReadToItsEnd() throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        append(log, lines(10, 60));
        rename(log, follower.path("access.log.1"));
        append(log, lines(60, 70));
        gzip(follower.path("access.log.1"));
        expect(70);
    }

    @Test
    void aFileCompressedWhileItWasNotOpenIsReadToItsEndFromTheCompressedOne() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        follower.seal();
        append(log, lines(100, 200));
        follower.kill();
        rename(log, follower.path("access.log.1"));
        zstd(follower.path("access.log.1"));
        append(log, lines(200, 210));
        follower.start();
        expect(210);
        follower.restart();
        expect(210);
    }

    @Test
    void delayedCompressionIsNotReadAgain() throws IOException {
        follower.start();
        for (int round = 0; round < 5; round++) {
            append(log, lines(round * 50, round * 50 + 50));
            follower.drain();
            if (Files.exists(follower.path("access.log.2.gz"))) {
                rename(follower.path("access.log.2.gz"), follower.path("access.log.3.gz"));
            }
            if (Files.exists(follower.path("access.log.1"))) {
                rename(follower.path("access.log.1"), follower.path("access.log.2"));
                gzip(follower.path("access.log.2"));
            }
            rename(log, follower.path("access.log.1"));
            if (round == 2) {
                follower.restart();
            }
        }
        expect(250);
    }

    @Test
    void aHalfWrittenCompressedFileIsWaitedFor() throws IOException {
        append(log, lines(0, 2000));
        follower.start().poll();
        follower.seal();
        append(log, lines(2000, 4000));
        follower.kill();
        Path rotated = follower.path("access.log.1");
        rename(log, rotated);
        gzip(rotated);
        Path gz = follower.path("access.log.1.gz");
        byte[] whole = Files.readAllBytes(gz);
        Files.write(gz, Arrays.copyOf(whole, whole.length / 3));
        follower.start().poll();
        follower.time.passes(3000);
        follower.poll();
        append(gz, Arrays.copyOfRange(whole, whole.length / 3, whole.length));
        expect(4000);
    }

    @Test
    void aFileRotatedIntoAnotherDirectoryIsReadThere() throws IOException {
        follower.archive = Path.of("../old");
        Path old = Files.createDirectory(follower.root.resolve("old"));
        append(log, lines(0, 50));
        follower.start().poll();
        follower.seal();
        append(log, lines(50, 60));
        follower.kill();
        rename(log, old.resolve("access.log-20261125"));
        gzip(old.resolve("access.log-20261125"));
        append(log, lines(60, 70));
        follower.start();
        expect(70);
    }

    @Test
    void severalRotationsWhileStopped() throws IOException {
        append(log, lines(0, 100));
        follower.start().poll();
        follower.seal();
        append(log, lines(100, 200));
        follower.kill();
        rename(log, follower.path("access.log.3"));
        gzip(follower.path("access.log.3"));
        append(follower.path("access.log.2"), lines(200, 300));
        gzip(follower.path("access.log.2"));
        append(follower.path("access.log.1"), lines(300, 400));
        append(log, lines(400, 500));
        follower.start();
        expect(500);
    }

    @Test
    void aCompressedFileThatIsRenamedWhileItIsReadIsReadOn() throws IOException {
        follower.blockBytes = 300;
        append(log, lines(0, 10));
        follower.start().poll();
        follower.seal();
        follower.kill();
        append(log, lines(10, 2000));
        rename(log, follower.path("access.log.2"));
        gzip(follower.path("access.log.2"));
        append(log, lines(2000, 4000));
        rename(log, follower.path("access.log.1"));
        gzip(follower.path("access.log.1"));
        append(log, lines(4000, 4010));
        follower.start().pollOnce();
        rename(follower.path("access.log.2.gz"), follower.path("access.log.3.gz"));
        rename(follower.path("access.log.1.gz"), follower.path("access.log.2.gz"));
        expect(4010);
    }

    @Test
    void aFileWhoseTurnHasNotComeIsReadOnceThoughItIsBeingCompressed() throws IOException {
        follower.blockBytes = 300;
        append(log, lines(0, 10));
        follower.start().poll();
        follower.seal();
        follower.kill();
        append(log, lines(10, 2000));
        rename(log, follower.path("access.log.1"));
        append(log, lines(2000, 3000));
        // It is seen, but what was rotated before is read first.
        follower.start().pollOnce();
        rename(follower.path("access.log.1"), follower.path("access.log.2"));
        Path rotated = follower.path("access.log.1");
        rename(log, rotated);
        append(log, lines(3000, 3010));
        Path copy = follower.root.resolve("copy");
        Files.copy(rotated, copy);
        gzip(copy);
        rename(follower.root.resolve("copy.gz"), follower.path("access.log.1.gz"));
        follower.time.passes(2000);
        follower.poll();
        Files.delete(rotated);
        expect(3010);
    }

    @ParameterizedTest
    @ValueSource(longs = {-5000, 0, 5000})
    void aFileThatIsBeingCompressedAtTheStartIsReadOnce(long later) throws IOException {
        append(log, lines(0, 10));
        follower.start().poll();
        follower.restart();
        follower.drain();
        follower.kill();
        append(log, lines(10, 20));
        rename(log, follower.path("access.log.2"));
        append(follower.path("access.log.1"), lines(20, 1000));
        append(log, lines(1000, 1010));
        Path rotated = follower.path("access.log.1");
        Path copy = follower.root.resolve("copy");
        Files.copy(rotated, copy);
        gzip(copy);
        Path gz = follower.path("access.log.1.gz");
        rename(follower.root.resolve("copy.gz"), gz);
        Files.setLastModifiedTime(rotated, FileTime.fromMillis(System.currentTimeMillis() + 10_000));
        Files.setLastModifiedTime(gz, FileTime.fromMillis(System.currentTimeMillis() + 10_000 + later));
        follower.start().poll();
        Files.delete(rotated);
        expect(1010);
        follower.restart();
        expect(1010);
    }

    @Test
    void aCompressedFileIsUnpackedOnceThoughBlocksEndWithinWhatWasRead() throws IOException {
        StringBuilder text = new StringBuilder();
        java.util.Random random = new java.util.Random(1);
        for (int n = 0; n < 20_000; n++) {
            text.append(n).append(' ').append(Long.toHexString(random.nextLong())).append('\n');
        }
        append(log, text.toString());
        gzip(log);
        Path gz = follower.path("access.log.gz");
        try (Content content = new FileOpener("access", new dev.caravan.pipeline.SourceStats("access"), false).open(gz)) {
            byte[] bytes = new byte[1000];
            long offset = content.read(0, bytes, 0, bytes.length) - 10;
            // Who would begin again at the head would find this.
            try (var file = java.nio.channels.FileChannel.open(gz, java.nio.file.StandardOpenOption.WRITE)) {
                file.write(java.nio.ByteBuffer.wrap(new byte[100]), 0);
            }
            for (int n = content.read(offset, bytes, 0, bytes.length); n > 10; n = content.read(offset, bytes, 0, bytes.length)) {
                assertEquals(text.substring((int) offset, (int) offset + n), new String(bytes, 0, n, StandardCharsets.US_ASCII));
                offset += n - 10;
            }
            assertEquals(text.length() - 10, offset);
        }
    }

    @Test
    void aWindowThatTakesTooMuchMemoryIsTold() throws IOException {
        append(log, lines(0, 10));
        follower.start().drain();
        // A frame with a window of 256 MiB and one block as it is.
        byte[] text = "not read\n".getBytes(StandardCharsets.US_ASCII);
        byte[] head = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (28 - 10 << 3), (byte) (1 | text.length << 3), 0, 0};
        append(follower.path("access.log.1.zst"), head);
        append(follower.path("access.log.1.zst"), text);
        follower.drain();
        follower.time.passes(31_000);
        follower.drain();
        assertTrue(follower.stats.problems().toString().contains("access.log.1.zst needs more than 128 MiB of memory"),
            () -> follower.stats.problems().toString());
        Files.delete(follower.path("access.log.1.zst"));
        append(log, lines(10, 20));
        expect(20);
        assertEquals(java.util.List.of(), java.util.List.copyOf(follower.stats.problems()));
    }
}
