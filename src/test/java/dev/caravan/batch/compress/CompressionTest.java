package dev.caravan.batch.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStream;
import dev.caravan.testing.LogCapture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {

    @ParameterizedTest
    @CsvSource({"gzip, , GZIP, 4, .gz", "zstd, , ZSTD, 1, .zst", "none, , NONE, 0, ''", "' GZip ', 9, GZIP, 9, .gz", "gzip, 1, GZIP, 1, .gz",
        "zstd, 19, ZSTD, 19, .zst", "none, 7, NONE, 0, ''"})
    void theSettingsAreRead(String name, Integer level, Compression.Method method, int used, String suffix) {
        Compression compression = Compression.of(name, level);
        assertEquals(new Compression(method, used), compression);
        assertEquals(suffix, compression.suffix());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        bzip2 |    | caravan.batch.compression is "bzip2": it must be gzip, zstd or none
        gzip  | 0  | caravan.batch.compression-level is "0": for gzip it must be from 1 to 9
        gzip  | 10 | caravan.batch.compression-level is "10": for gzip it must be from 1 to 9
        zstd  | 20 | caravan.batch.compression-level is "20": for zstd it must be from 1 to 19
        """)
    void otherSettingsAreRefused(String name, Integer level, String why) {
        assertEquals(why, assertThrows(IllegalArgumentException.class, () -> Compression.of(name, level)).getMessage());
    }

    @Test
    void withoutNativeCodeOnlyZstdIsRefused() {
        assertDoesNotThrow(() -> Compression.of("zstd", null).checkNative(null));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Compression.of("zstd", null).checkNative("/tmp is noexec"));
        assertTrue(e.getMessage().contains("/tmp is noexec") && e.getMessage().contains("Use gzip"), e.getMessage());
        try (LogCapture log = new LogCapture()) {
            Compression.of("gzip", null).checkNative("/tmp is noexec");
            assertTrue(log.text().contains("/tmp is noexec"), log.text());
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, 0", "gzip, 1", "gzip, 100", "gzip, 262144", "gzip, 3000000", "zstd, 0", "zstd, 1", "zstd, 4095", "zstd, 4096",
        "zstd, 65536", "zstd, 262144", "zstd, 262145", "zstd, 3000000", "none, 0", "none, 100000"})
    void whatIsCompressedIsThereAgain(String name, int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        Compression compression = Compression.of(name, null);
        for (boolean behind : new boolean[] {false, true}) {
            ByteArrayOutputStream target = new ByteArrayOutputStream();
            try (OutputStream out = behind ? compression.openBehind(target) : compression.open(target)) {
                // In one piece, and then from the middle of a larger array.
                out.write(content, 0, length / 2);
                byte[] larger = new byte[length + 10];
                System.arraycopy(content, 0, larger, 10, length);
                out.write(larger, 10 + length / 2, length - length / 2);
                out.flush();
            }
            try (InputStream in = unpacked(name, target.toByteArray())) {
                assertArrayEquals(content, in.readAllBytes(), behind ? "in other threads" : "in this thread");
            }
        }
    }

    private static InputStream unpacked(String name, byte[] bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        return name.equals("gzip") ? new GZIPInputStream(in) : name.equals("zstd") ? new ZstdInputStream(in) : in;
    }

    @Test
    void aThreadKeepsItsCompressorUntilItsLevelChanges() {
        Compressor four = Compressor.of(4);
        assertSame(four, Compressor.of(4));
        Compressor nine = Compressor.of(9);
        assertNotSame(four, nine);
        assertSame(nine, Compressor.of(9));
        Compressor.endOfThread();
        assertNotSame(nine, Compressor.of(9));
        Compressor.endOfThread();
        assertDoesNotThrow(Compressor::endOfThread, "there is none");
    }

    /** Else each block of a stream would be as large as the first. */
    @Test
    void aBlockIsCompressedWithWhatIsBeforeIt() {
        byte[] line = new byte[1000];
        new Random(1).nextBytes(line);
        ByteBuffer twice = ByteBuffer.allocateDirect(2 * line.length).put(line).put(line);
        ByteBuilder alone = new ByteBuilder();
        ByteBuilder again = new ByteBuilder();
        try (Compressor compressor = new Compressor(6, false)) {
            compressor.compress(twice, 0, line.length, true, alone);
            compressor.compress(twice, line.length, 2 * line.length, true, again);
        }
        assertTrue(again.length < alone.length / 10, again.length + " and alone " + alone.length);
    }
}
