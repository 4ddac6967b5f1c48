package dev.caravan.batch.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressorTest {

    private static final int BLOCK = 256 * 1024;
    private static final int WINDOW = 32 * 1024;

    private static byte[] lines(int length) {
        Random random = new Random(length);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("10.0.").append(random.nextInt(256)).append('.').append(random.nextInt(256))
                .append(" GET /page/").append(random.nextInt(100_000)).append(" HTTP/1.1 200\n");
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), length);
    }

    /** Some that lines are made of, then some that cannot be compressed, then lines again. */
    private static byte[] content() {
        byte[] bytes = lines(5 * BLOCK + 1234);
        byte[] noise = new byte[BLOCK + 1000];
        new Random(1).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, BLOCK + 5000, noise.length);
        return bytes;
    }

    private static byte[] compress(Compressor compressor, byte[] content) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        ByteBuilder compressed = new ByteBuilder();
        ByteBuffer block = ByteBuffer.allocateDirect(WINDOW + BLOCK);
        for (int at = 0; at < content.length; at += BLOCK) {
            int before = Math.min(at, WINDOW);
            int end = Math.min(at + BLOCK, content.length);
            block.put(0, content, at - before, before + end - at);
            compressor.compress(block, before, before + end - at, end == content.length, compressed);
            stream.write(compressed.bytes, 0, compressed.length);
        }
        return stream.toByteArray();
    }

    private static LibDeflate libDeflate(int level) {
        LibDeflate libDeflate = LibDeflate.open(level);
        assumeTrue(libDeflate != null, "libdeflate is not installed");
        return libDeflate;
    }

    private static byte[] inflate(byte[] stream, int length) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(stream);
        byte[] content = new byte[length];
        for (int n = 0; n < length;) {
            int more = inflater.inflate(content, n, length - n);
            assertTrue(more > 0, "it ends after " + n + " bytes");
            n += more;
        }
        assertTrue(inflater.inflate(new byte[1]) == 0 && inflater.finished());
        inflater.end();
        return content;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void zlibMakesOneStream(int level) throws DataFormatException {
        try (Compressor compressor = new Compressor(level, false)) {
            byte[] content = content();
            assertArrayEquals(content, inflate(compress(compressor, content), content.length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void libDeflateMakesOneStream(int level) throws DataFormatException {
        libDeflate(level).close();
        try (Compressor compressor = new Compressor(level, true)) {
            byte[] content = content();
            assertArrayEquals(content, inflate(compress(compressor, content), content.length));
        }
    }

    @Test
    void libDeflateIsUsedForWholeBlocks() {
        byte[] lines = lines(BLOCK);
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).put(0, lines);
        ByteBuilder byZlib = new ByteBuilder();
        ByteBuilder byLibDeflate = new ByteBuilder();
        ByteBuilder byEither = new ByteBuilder();
        try (Compressor zlib = new Compressor(4, false); LibDeflate lib = libDeflate(4);
            Compressor either = new Compressor(4, true)) {
            zlib.compress(block, 0, BLOCK, false, byZlib);
            assertTrue(lib.compress(block, 0, BLOCK, byLibDeflate));
            either.compress(block, 0, BLOCK, false, byEither);
        }
        assertTrue(byLibDeflate.length < byZlib.length, byLibDeflate.length + " and by zlib " + byZlib.length);
        assertArrayEquals(Arrays.copyOf(byLibDeflate.bytes, byLibDeflate.length),
            Arrays.copyOf(byEither.bytes, byEither.length));
    }
}
