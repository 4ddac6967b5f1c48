package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static dev.caravan.source.file.Logs.line;
import static dev.caravan.source.file.Logs.lines;
import static dev.caravan.source.file.Logs.rename;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compressed files that someone made to keep others from being read, or to fill disks. */
@Tag("slow")
class BombTest extends OneLog {

    /** Small lines, and what they are packed to. */
    private static void bomb(OutputStream out, int megabytes) throws IOException {
        byte[] block = "bomb\n".repeat(1 << 18).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (out) {
            for (int i = 0; i < megabytes * 4 / 5; i++) {
                out.write(block);
            }
        }
    }

    private String problems() {
        return String.join("\n", follower.stats.problems());
    }

    @Test
    void theLogIsReadInEachTurnThoughARotatedFileIsLarge() throws IOException {
        follower.start();
        append(log, lines(0, 1));
        follower.drain();
        bomb(new ZstdOutputStream(Files.newOutputStream(follower.path("access.log.1.zst"))), 40);
        append(log, lines(1, 20));
        StringBuilder live = new StringBuilder();
        int[] blocks = {0};
        follower.watch = block -> {
            if (block.origin().file().endsWith("access.log")) {
                live.append(block);
            }
            blocks[0] += live.isEmpty() ? 1 : 0;
        };
        follower.poll();
        assertEquals(lines(1, 20), live.toString());
        assertTrue(blocks[0] < 200, blocks[0] + " blocks of the other file came first");
    }

    @Test
    void theRestOfABombIsLeftAndNamedUntilItIsGone() throws IOException {
        follower.maxUnpackedBytes = 1 << 20;
        follower.start();
        append(log, lines(0, 10));
        follower.drain();
        Path bomb = follower.path("access.log.1.zst");
        bomb(new ZstdOutputStream(Files.newOutputStream(bomb)), 40);
        long size = Files.size(bomb);
        append(log, lines(10, 20));
        follower.drain();
        assertTrue(problems().contains(bomb + " has " + size + " bytes and unpacks to more than "
            + Math.max(1 << 20, 1000 * size)) && problems().contains("caravan.tail.max-unpacked-bytes"), problems());
        long limit = Math.max(1 << 20, 1000 * size);
        assertEquals(limit / 5, follower.lines().stream().filter("bomb"::equals).count());
        assertTrue(follower.lines().contains(line(19).strip()));

        // The next rotation, a restart: it is left where it was.
        rename(bomb, follower.path("access.log.2.zst"));
        follower.restart();
        follower.drain();
        assertTrue(problems().contains("access.log.2.zst"), problems());
        assertFalse(problems().contains("access.log.1.zst"), problems());
        assertEquals(limit / 5, follower.lines().stream().filter("bomb"::equals).count());
        assertEquals(0, follower.pollOnce(), "what is left makes work");

        Files.delete(follower.path("access.log.2.zst"));
        follower.drain();
        assertEquals("", problems());
        append(log, lines(20, 30));
        follower.drain();
        assertTrue(follower.lines().contains(line(29).strip()));
    }

    @Test
    void withAHigherLimitTheRestIsReadOnce() throws IOException {
        follower.maxUnpackedBytes = 1 << 20;
        follower.start();
        append(log, lines(0, 10));
        follower.drain();
        bomb(new ZstdOutputStream(Files.newOutputStream(follower.path("access.log.1.zst"))), 40);
        follower.drain();
        assertFalse(problems().isEmpty());
        follower.maxUnpackedBytes = 1 << 30;
        follower.restart();
        follower.drain();
        assertEquals("", problems());
        assertEquals(32L << 18, follower.lines().stream().filter("bomb"::equals).count());
    }

    /** What logs become when they are compressed is never so small. */
    @Test
    void aLargeFileThatIsNoBombIsReadToItsEnd() throws IOException {
        follower.maxUnpackedBytes = 1;
        follower.start();
        append(log, lines(0, 10));
        follower.poll();
        append(log, lines(10, 20_000));
        rename(log, follower.path("access.log.1"));
        Logs.gzip(follower.path("access.log.1"));
        follower.drain();
        follower.expectInAnyOrder(lines(0, 20_000));
        assertEquals("", problems());
    }

    @Test
    void anyNumberOfEmptyMembersIsUnpacked() throws IOException {
        follower.start();
        append(log, lines(0, 10));
        follower.poll();
        ByteArrayOutputStream empty = new ByteArrayOutputStream();
        new GZIPOutputStream(empty).close();
        try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(follower.path("access.log.1.gz")))) {
            for (int i = 0; i < 200_000; i++) {
                empty.writeTo(out);
            }
        }
        append(log, lines(10, 20));
        expect(20);
        assertEquals("", problems());
    }
}
