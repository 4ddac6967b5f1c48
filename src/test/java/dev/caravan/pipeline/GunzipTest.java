package dev.caravan.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GunzipTest {

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static String unpack(byte[] bytes) throws IOException {
        try (Gunzip in = new Gunzip(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Java's own needs a frame of the stack for each. */
    @Test
    void anyNumberOfMembersInWhichThereIsNothing() throws IOException {
        byte[] empty = gzip("");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(gzip("first\n"));
        for (int i = 0; i < 200_000; i++) {
            all.writeBytes(empty);
        }
        all.writeBytes(gzip("last\n"));
        assertEquals("first\nlast\n", unpack(all.toByteArray()));
    }

    @Test
    void nothingPackedIsNothing() throws IOException {
        assertEquals("", unpack(gzip("")));
    }

    @Test
    void whatComesInSmallPiecesIsTheSame() throws IOException {
        byte[] random = new byte[300_000];
        new Random(1).nextBytes(random);
        byte[] packed = join(gzip(Arrays.copyOf(random, 100_000)), gzip(Arrays.copyOfRange(random, 100_000, random.length)));
        InputStream slow = new ByteArrayInputStream(packed) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(7, len));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
        try (Gunzip in = new Gunzip(slow)) {
            assertArrayEquals(random, in.readAllBytes());
        }
    }

    @Test
    void headersWithAllThatTheyMayHave() throws IOException {
        byte[] plain = gzip("text\n");
        byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3, 3, 0, 'x', 'y', 'z', 'n', 0, 'c', 0, 9, 9};
        assertEquals("text\ntext\n", unpack(join(plain, header, Arrays.copyOfRange(plain, 10, plain.length))));
    }

    @Test
    void whatFollowsTheLastMemberIsLeft() throws IOException {
        for (byte[] rest : new byte[][] {new byte[512], {1}, "garbage".getBytes(StandardCharsets.US_ASCII)}) {
            assertEquals("text\n", unpack(join(gzip("text\n"), rest)));
        }
    }

    @Test
    void whatEndsTooEarlyIsNotWhole() throws IOException {
        byte[] packed = join(gzip("first\n"), gzip("second\n"));
        int second = gzip("first\n").length;
        for (int length = 0; length < packed.length; length++) {
            byte[] part = Arrays.copyOf(packed, length);
            // One byte of a header may be anything.
            if (length == second || length == second + 1) {
                assertEquals("first\n", unpack(part));
            } else {
                assertThrows(EOFException.class, () -> unpack(part), length + " of " + packed.length);
            }
        }
    }

    @Test
    void damageIsFound() throws IOException {
        byte[] packed = gzip("some text that is packed\n");
        for (int i : new int[] {0, 2, 3, packed.length - 1, packed.length - 5}) {
            byte[] damaged = packed.clone();
            damaged[i] ^= (byte) 0xa0;
            assertThrows(ZipException.class, () -> unpack(damaged), "byte " + i);
        }
        assertThrows(ZipException.class, () -> unpack("no gzip".getBytes(StandardCharsets.US_ASCII)));
    }
}
