package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.source.file.Fingerprint.Match;
import dev.caravan.state.FileCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Content tells whether a file is the one that was read. */
class FingerprintTest {

    private static final String LINES = "0123456789abcde\n".repeat(200);

    /** Content in memory. */
    private record Bytes(byte[] bytes) implements Content {

        static Bytes of(String text) {
            return new Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public int read(long offset, byte[] into, int at, int length) {
            int n = (int) Math.max(0, Math.min(length, bytes.length - offset));
            System.arraycopy(bytes, (int) Math.min(offset, bytes.length), into, at, n);
            return n;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public boolean isFinal() {
            return false;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static FileCheckpoint readToTheEnd(String text) throws IOException {
        return Fingerprint.atEnd(FileCheckpoint.start(1, "/var/log/a.log", 5, 6), Bytes.of(text), text.length());
    }

    private static Match compare(String read, String now) throws IOException {
        return Fingerprint.compare(readToTheEnd(read), Bytes.of(now));
    }

    @Test
    void theHashIsTheFirstHalfOfTheSha256() {
        byte[] abc = "xabcx".getBytes(StandardCharsets.US_ASCII);
        assertEquals("ba7816bf8f01cfea414140de5dae2223", Fingerprint.hash(abc, 1, 3), "of FIPS 180-4");
        assertNull(Fingerprint.hash(abc, 1, 0));
    }

    @Test
    void aHeadEndsWithALineAndBeforeTheFirstNul() {
        byte[] head = "one\ntwo\nthr\0\0\n".getBytes(StandardCharsets.US_ASCII);
        assertEquals(8, Fingerprint.lasting(head, head.length));
        assertEquals(4, Fingerprint.lasting(head, 7));
        assertEquals(0, Fingerprint.lasting(head, 3));
        byte[] full = "x".repeat(Fingerprint.HEAD).getBytes(StandardCharsets.US_ASCII);
        assertEquals(Fingerprint.HEAD, Fingerprint.lasting(full, full.length), "a line that is longer than a head");
    }

    @Test
    void aFileThatGrewIsTheSame() throws IOException {
        assertEquals(Match.SAME, compare(LINES, LINES));
        assertEquals(Match.SAME, compare(LINES, LINES + "more\n"));
        assertEquals(Match.SAME, compare("", "anything"));
    }

    @Test
    void aFileThatEndsBeforeTheOffsetIsShorter() throws IOException {
        assertEquals(Match.SHORTER, compare(LINES, LINES.substring(0, LINES.length() - 1)));
    }

    @Test
    void anotherHeadOrOtherBytesBeforeTheOffsetAreAnotherFile() throws IOException {
        assertEquals(Match.DIFFERENT, compare(LINES, "X" + LINES.substring(1)));
        assertEquals(Match.DIFFERENT, compare(LINES, LINES.substring(0, 10)));
        int inTheLast = LINES.length() - Fingerprint.BEFORE;
        assertEquals(Match.DIFFERENT, compare(LINES, LINES.substring(0, inTheLast) + "X" + LINES.substring(inTheLast + 1)));
        int between = Fingerprint.HEAD + 1;
        assertEquals(Match.SAME, compare(LINES, LINES.substring(0, between) + "X" + LINES.substring(between + 1)), "is not hashed");
    }

    @Test
    void theEndOfAFileThatWasAllocatedBeforehandIsBeforeItsNuls() throws IOException {
        assertEquals(LINES.length(), readToTheEnd(LINES + "\0".repeat(100_000)).offset());
    }

    @Test
    void filesDifferOnlyWhereBothHaveContent() throws IOException {
        assertTrue(Fingerprint.differ(Bytes.of(LINES + "a\n"), Bytes.of(LINES + "b\n")));
        assertFalse(Fingerprint.differ(Bytes.of(LINES + "a\n"), Bytes.of(LINES)));
        assertFalse(Fingerprint.differ(Bytes.of(LINES + "a\n"), Bytes.of(LINES + "\0\0")));
    }

    @Test
    void aCopyHasTheHeadAndTheLastBytes() throws IOException {
        assertTrue(Fingerprint.isCopy(Bytes.of(LINES), LINES.length(), Bytes.of(LINES + "more\n")));
        assertFalse(Fingerprint.isCopy(Bytes.of(LINES + "more\n"), LINES.length() + 5, Bytes.of(LINES)), "a longer one");
        String other = LINES.substring(0, LINES.length() - 2) + "X\n";
        assertFalse(Fingerprint.isCopy(Bytes.of(other), other.length(), Bytes.of(LINES)));
    }
}
