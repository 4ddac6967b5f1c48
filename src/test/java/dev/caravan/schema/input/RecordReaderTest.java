package dev.caravan.schema.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private static final byte[] ONE = "{\"n\":1}\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TWO = "{\"n\":2}\n".getBytes(StandardCharsets.UTF_8);

    private static List<String> read(InputStream in) throws BadRecordException {
        List<String> records = new ArrayList<>();
        try (RecordReader reader = new RecordReader(input(in))) {
            for (Map<String, Object> record = reader.next(); record != null; record = reader.next()) {
                records.add(reader.place() + record);
            }
        }
        return records;
    }

    private static Input input(InputStream in) {
        return new Input() {
            @Override
            public String name() {
                return "f";
            }

            @Override
            public InputStream open() {
                return in;
            }
        };
    }

    private static List<String> read(byte[] bytes) throws BadRecordException {
        return read(new ByteArrayInputStream(bytes));
    }

    private static String error(byte[] bytes) {
        return assertThrows(BadRecordException.class, () -> read(bytes)).getMessage();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void blankLinesAndWhiteSpaceDoNotMatterAndTheLastLineNeedsNoNewline() throws BadRecordException {
        assertEquals(List.of("f:2{n=1}", "f:5{n=2}"), read(bytes("\n \u00a0\t{\"n\":1}\u0085\r\n\r\n\u3000\n{\"n\":2}")));
    }

    @Test
    void anEmptyInputHasNoRecords() throws BadRecordException {
        assertEquals(List.of(), read(new byte[0]));
        assertEquals(List.of(), read(gzip(new byte[0])));
    }

    @Test
    void gzipIsKnownByItsFirstBytesAndMayHaveSeveralMembers() throws BadRecordException {
        assertEquals(List.of("f:1{n=1}", "f:2{n=2}"), read(join(gzip(ONE), gzip(TWO))));
    }

    @Test
    void aSecondGzipMemberThatComesLateIsNotLost() throws BadRecordException {
        // Hands out a byte a time and says that none is available, as a slow connection does.
        InputStream slow = new ByteArrayInputStream(join(gzip(ONE), gzip(TWO))) {
            @Override
            public synchronized int available() {
                return 0;
            }

            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(len, 1));
            }
        };
        assertEquals(List.of("f:1{n=1}", "f:2{n=2}"), read(slow));
    }

    @Test
    void zstdIsKnownByItsFirstBytesAndMayHaveSeveralFrames() throws BadRecordException {
        assertEquals(List.of("f:1{n=1}", "f:2{n=2}"), read(join(Zstd.compress(ONE), Zstd.compress(TWO))));
    }

    @Test
    void aCutCompressedInputIsAnError() {
        byte[] gzip = gzip(ONE);
        assertTrue(error(Arrays.copyOf(gzip, gzip.length - 9)).startsWith("f:2: cannot be read further: "));
        byte[] zstd = Zstd.compress(bytes("{\"n\":1}\n".repeat(1000)));
        assertTrue(error(Arrays.copyOf(zstd, zstd.length - 2)).contains(": cannot be read further: "));
    }

    @Test
    void aLineThatIsNoObjectIsNamedWithItsNumber() {
        assertTrue(error(bytes("{\"n\":1}\n\nProto Recv-Q\n")).startsWith("f:3: not a JSON object"));
    }

    @Test
    void bytesThatAreNoUtf8AreAnError() {
        assertEquals("f:2: not UTF-8, which Panther refuses; write the file as UTF-8",
            error(join(ONE, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})));
    }

    @Test
    void aByteOrderMarkIsAnError() {
        assertTrue(error(bytes("\ufeff{\"n\":1}")).startsWith("f:1: begins with a byte order mark"));
    }

    @Test
    void anInputThatCannotBeOpenedIsAnErrorWithoutALine() {
        Input broken = new Input() {
            @Override
            public String name() {
                return "f";
            }

            @Override
            public InputStream open() throws IOException {
                throw new IOException("no such file");
            }
        };
        assertEquals("f: no such file", assertThrows(BadRecordException.class, () -> new RecordReader(broken)).getMessage());
    }

    @Test
    void linesThatEndAtTheEdgeOfABufferAreRead() throws BadRecordException {
        for (int length = 64 * 1024 - 3; length <= 64 * 1024 + 1; length++) {
            String line = "{\"n\":\"" + "x".repeat(length - 9) + "\"}\n";
            assertEquals(2, read(bytes(line + "{\"n\":2}")).size(), "line of " + length);
            assertEquals(1, read(bytes(line.strip())).size(), "line of " + length + " without newline");
        }
    }

    @Test
    void aLineOfManyMegabytesIsRead() throws BadRecordException {
        byte[] line = bytes("{\"n\":\"" + "x".repeat(25_000_000) + "\"}\n");
        try (RecordReader reader = new RecordReader(input(new ByteArrayInputStream(line)))) {
            assertEquals(25_000_000, ((String) reader.next().get("n")).length());
            assertNull(reader.next());
        }
    }
}
