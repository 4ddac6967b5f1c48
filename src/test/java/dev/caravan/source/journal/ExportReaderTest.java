package dev.caravan.source.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The export format, in pieces of any size. */
class ExportReaderTest {

    private static byte[] sized(String name, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((name + "\n").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value.length).array());
        out.writeBytes(value);
        out.write('\n');
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The lines that come when so many bytes are given at a time. */
    private static List<String> lines(byte[] export, int step, int maxBytes, String... fields) throws IOException {
        RecordLine record = new RecordLine(Set.of(fields), maxBytes);
        ExportReader reader = new ExportReader(record);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < export.length; at += step) {
            int end = Math.min(export.length, at + step);
            for (int from = at; from < end;) {
                from = reader.read(export, from, end);
                if (record.isReady()) {
                    lines.add(new String(record.take(), StandardCharsets.UTF_8));
                }
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
    void fieldsAreTakenApartWhereverTheBytesAreDivided(int step) throws IOException {
        byte[] export = join(bytes("__CURSOR=s=1;i=2\n_PID=5\nMESSAGE=a=b\n\n"),
            bytes("__CURSOR=2\n"), sized("MESSAGE", bytes("two\nlines=\n\n")), sized("EMPTY", new byte[0]), bytes("A=\n\n"),
            sized("MESSAGE", new byte[] {(byte) 0xff, 0, 'x'}), bytes("MESSAGE=again\n\n\n"));
        assertEquals(List.of("{\"MESSAGE\":\"a=b\"}\n", "{\"MESSAGE\":\"two\\nlines=\\n\\n\",\"EMPTY\":\"\",\"A\":\"\"}\n",
            "{\"MESSAGE\":[\"\ufffd\\u0000x\",\"again\"]}\n", "{}\n"), lines(export, step, 1000, "MESSAGE", "EMPTY", "A"));
    }

    @Test
    void allFieldsWhereNoneIsNamed() throws IOException {
        assertEquals(List.of("{\"__CURSOR\":\"1\",\"B\":\"2\"}\n"), lines(bytes("__CURSOR=1\nB=2\n\n"), 5, 1000));
    }

    /** Pieces that were stored are left out by their number: so they must be the same ones the next time. */
    @Test
    void piecesOfALongRecordAreTheSameHoweverTheBytesCome() throws IOException {
        byte[] text = bytes("\u00e4\u20ac\ud83d\ude00x".repeat(300));
        byte[] export = join(bytes("__CURSOR=1\nA=short\n"), sized("MESSAGE", text), bytes("Z=end\n\n__CURSOR=2\nA=next\n\n"));
        List<String> wanted = lines(export, export.length, 500, "A", "MESSAGE", "Z");
        assertTrue(wanted.size() > 6, wanted::toString);
        assertTrue(wanted.stream().noneMatch(line -> line.contains("\ufffd")), "a character was divided");
        assertEquals("{\"A\":\"next\"}\n", wanted.get(wanted.size() - 1));
        assertTrue(wanted.get(wanted.size() - 2).matches("\\{\"CARAVAN_PIECE\":[0-9]+,\"CARAVAN_PIECES\":[0-9]+,.*\"Z\":\"end\"}\n"));
        for (int step : new int[] {1, 7, 64, 501}) {
            assertEquals(wanted, lines(export, step, 500, "A", "MESSAGE", "Z"));
        }
    }

    @Test
    void piecesThatAreLeftOutEndWhereTheOthersDo() throws IOException {
        byte[] export = join(bytes("__CURSOR=1\n"), sized("MESSAGE", bytes("\u20ac".repeat(1000))), bytes("\n"));
        List<String> all = lines(export, export.length, 400, "MESSAGE");
        RecordLine record = new RecordLine(Set.of("MESSAGE"), 400);
        ExportReader reader = new ExportReader(record);
        int at = 0;
        for (int n = 0; n < all.size(); n++) {
            at = reader.read(export, at, export.length);
            assertEquals(n + 1, record.piece());
            if (n % 2 == 0) {
                record.skip();
            } else {
                assertEquals(all.get(n), new String(record.take(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(export.length, at);
    }

    /** A core dump may be in a field that is not asked for. */
    @Test
    void nothingIsKeptOfAFieldThatIsNotAskedFor() throws IOException {
        RecordLine record = new RecordLine(Set.of("MESSAGE"), 1000);
        ExportReader reader = new ExportReader(record);
        long length = 1L << 40;
        byte[] head = join(bytes("COREDUMP\n"), ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
        assertEquals(head.length, reader.read(head, 0, head.length));
        byte[] much = new byte[1 << 20];
        for (int n = 0; n < 200; n++) {
            assertEquals(much.length, reader.read(much, 0, much.length));
        }
        assertArrayEquals(bytes("{\"CARAVAN_PIECE\":1}\n"), record.take());
    }

    @Test
    void whatIsNoExportIsRefused() {
        assertThrows(ExportReader.Malformed.class, () -> lines(bytes("x".repeat(300)), 10, 1000));
        assertThrows(ExportReader.Malformed.class, () -> lines(bytes("=x\n"), 10, 1000));
        assertThrows(ExportReader.Malformed.class, () -> lines(join(bytes("A\n"), new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, bytes("xyz\n")), 10, 1000));
        assertThrows(ExportReader.Malformed.class, () -> lines(join(bytes("A\n"), new byte[] {1, 0, 0, 0, 0, 0, 0, -1}), 10, 1000));
    }
}
