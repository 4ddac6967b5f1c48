package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of compressed files: at any offset, in any order, as far as they are valid. */
class CompressedContentTest {

    private static final long UNLIMITED = Long.MAX_VALUE;

    @TempDir
    Path directory;
    private FileChannel channel;

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] packed(String name, byte[] bytes) throws IOException {
        if (name.endsWith(".zst")) {
            return Zstd.compress(bytes);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private Content open(Path file, long limit) throws IOException {
        channel = FileChannel.open(file);
        return new CompressedContent(file, channel, limit);
    }

    private static byte[] read(Content content, long offset, int length) throws IOException {
        byte[] bytes = new byte[length + 2];
        int n = content.read(offset, bytes, 1, length);
        return Arrays.copyOfRange(bytes, 1, n + 1);
    }

    private static void expect(byte[] all, Content content, int offset, int length) throws IOException {
        int end = Math.min(all.length, offset + length);
        assertEquals(new String(Arrays.copyOfRange(all, Math.min(offset, end), end), StandardCharsets.ISO_8859_1),
            new String(read(content, offset, length), StandardCharsets.ISO_8859_1), offset + " " + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gz", "a.zst"})
    void anyPartIsReadInAnyOrder(String name) throws IOException {
        byte[] all = random(300_000);
        try (Content content = open(write(name, packed(name, all)), UNLIMITED)) {
            assertTrue(content.isFinal());
            Random random = new Random(2);
            for (int i = 0; i < 100; i++) {
                expect(all, content, random.nextInt(310_000), 1 + random.nextInt(10_000));
            }
            // Exactly what was read last, parts of it, and a byte before it.
            expect(all, content, 5000, 1000);
            for (int[] part : new int[][] {{5000, 1000}, {5990, 10}, {5999, 5}, {6004, 100}, {6000, 1000}, {5999, 10}, {200_000, 1}, {0, 10},
                {10, 0}, {9, 1}, {299_999, 10}, {300_000, 10}, {300_001, 1}}) {
                expect(all, content, part[0], part[1]);
            }
            assertNull(content.broken());
        }
        assertFalse(channel.isOpen());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gz", "a.zst"})
    void aFileThatIsNotCompleteIsReadAsFarAsItGoesAndThenToItsEnd(String name) throws IOException {
        byte[] all = random(300_000);
        byte[] whole = packed(name, all);
        Path file = write(name, Arrays.copyOf(whole, whole.length - 20_000));
        try (Content content = open(file, UNLIMITED)) {
            int n = read(content, 0, 400_000).length;
            assertTrue(n > 100_000 && n < 300_000, n + " bytes");
            IOException broken = content.broken();
            assertNotNull(broken);
            assertTrue(broken.getMessage().startsWith(file + " is incomplete or damaged: "), broken.getMessage());
            expect(Arrays.copyOf(all, n), content, n - 10, 100);
            IOException again = assertThrows(IOException.class, () -> read(content, n, 100));
            assertTrue(again.getMessage().startsWith(file + " is incomplete or damaged: "), again.getMessage());
            Files.write(file, Arrays.copyOfRange(whole, whole.length - 20_000, whole.length), StandardOpenOption.APPEND);
            expect(all, content, n, 300_000);
            assertNull(content.broken());
        }
    }

    @Test
    void aHeadThatIsNoneIsRefusedAndTheFileClosed() throws IOException {
        IOException e = assertThrows(IOException.class, () -> open(write("a.gz", new byte[20]), UNLIMITED));
        assertTrue(e.getMessage().endsWith("a.gz is incomplete or damaged: not in gzip format"), e.getMessage());
        assertFalse(channel.isOpen());
    }

    @Test
    void theLimitIsExact() throws IOException {
        Path file = write("a.zst", packed("a.zst", "a\n".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII)));
        long size = Files.size(file);
        long limit = size * 1000 + 7;
        try (Content content = open(file, limit)) {
            assertEquals(100, read(content, limit - 110, 100).length);
            assertNull(content.broken());
            assertEquals(10, read(content, limit - 10, 100).length);
            OversizedException e = assertThrows(OversizedException.class, () -> read(content, limit, 1));
            assertEquals(file + " has " + size + " bytes and unpacks to more than " + limit + ": Caravan does not read the rest. Delete it, or"
                + " raise caravan.tail.max-unpacked-bytes (now " + limit + ") and restart Caravan", e.getMessage());
            assertEquals(e.getMessage(), assertThrows(OversizedException.class, () -> read(content, limit + 1, 1)).getMessage());
        }
    }

    @Test
    void aFileIsNotTooLargeBelowAThousandTimesItsSize() throws IOException {
        byte[] all = random(100_000);
        try (Content content = open(write("a.gz", packed("a.gz", all)), 1)) {
            expect(all, content, 50_000, 100_000);
            assertNull(content.broken());
        }
    }

    /** The end of a file is that of its last line only if nothing is wrong. */
    @Test
    void aFileThatReachedItsLimitIsReadToItsEndWhenItHasGrown() throws IOException {
        byte[] first = "a\n".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        byte[] second = random(10_000);
        Path file = write("a.zst", packed("a.zst", first));
        try (Content content = open(file, 1000)) {
            int n = read(content, 0, 3 << 20).length;
            assertEquals(Files.size(file) * 1000, n);
            assertTrue(content.broken() instanceof OversizedException);
            Files.write(file, packed("a.zst", second), StandardOpenOption.APPEND);
            assertEquals(first.length + second.length - n, read(content, n, 3 << 20).length);
            assertNull(content.broken());
        }
    }
}
