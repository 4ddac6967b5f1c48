package dev.caravan.source.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Parses the journal's export format (systemd.io/JOURNAL_EXPORT_FORMATS): a line {@code NAME=value}; or, for values with control
 * characters, a line with the name alone, the value's length as 64 bits in little-endian order, the value, and a newline. An empty line
 * ends a record. Bytes may come in pieces of any size; no value is kept as a whole. Not thread-safe.
 */
final class ExportReader {

    /** Receives the parts of a record. */
    interface Fields {

        /** Starts a field; its value follows in any number of pieces. */
        void begin(String name);

        /**
         * Receives a piece of the value, in [from, to).
         *
         * @return the number of bytes taken; fewer than all only if {@link #isReady()} then returns true
         */
        int value(byte[] bytes, int from, int to);

        /** Ends the field. */
        void end();

        /** Ends the record. */
        void endRecord();

        /** Reports whether the parts so far must be taken before more is read. */
        boolean isReady();
    }

    /** The bytes are not in the export format. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private enum Next { NAME, TEXT, SIZE, BYTES, NEWLINE }

    /** Limit of a name. Names have at most 64 characters (journald); the limit leaves some room. */
    private static final int LONGEST_NAME = 256;
    private static final int SIZE_BYTES = 8;

    private final Fields fields;
    private final byte[] name = new byte[LONGEST_NAME];
    private Next next = Next.NAME;
    private int nameLength;
    private int sizeBytes;
    private long left;

    ExportReader(Fields fields) {
        this.fields = fields;
    }

    /**
     * Reads the bytes in [from, to), until {@link Fields#isReady()} returns true.
     *
     * @return index after the bytes that were read
     * @throws Malformed the format is wrong; the reader cannot be used any more
     */
    int read(byte[] b, int from, int to) throws Malformed {
        int at = from;
        while (at < to && !fields.isReady()) {
            at = switch (next) {
                case NAME -> name(b, at, to);
                case TEXT -> text(b, at, to);
                case SIZE -> size(b, at);
                case BYTES -> bytes(b, at, to);
                case NEWLINE -> newline(b, at);
            };
        }
        return at;
    }

    private int name(byte[] b, int from, int to) throws Malformed {
        for (int at = from; at < to; at++) {
            if (b[at] == '=' || b[at] == '\n') {
                endName(b[at] == '=');
                return at + 1;
            }
            if (nameLength == LONGEST_NAME) {
                throw new Malformed("a field's name is longer than " + LONGEST_NAME + " bytes");
            }
            name[nameLength++] = b[at];
        }
        return to;
    }

    private void endName(boolean text) throws Malformed {
        String whole = new String(name, 0, nameLength, StandardCharsets.ISO_8859_1);
        nameLength = 0;
        if (!whole.isEmpty()) {
            fields.begin(whole);
            next = text ? Next.TEXT : Next.SIZE;
        } else if (text) {
            throw new Malformed("a field has no name");
        } else {
            fields.endRecord();
        }
    }

    private int text(byte[] b, int from, int to) {
        int at = from;
        while (at < to && b[at] != '\n') {
            at++;
        }
        int taken = at > from ? fields.value(b, from, at) : 0;
        if (from + taken < at || at == to) {
            return from + taken;
        }
        fields.end();
        next = Next.NAME;
        return at + 1;
    }

    private int size(byte[] b, int at) throws Malformed {
        left |= (b[at] & 0xffL) << 8 * sizeBytes;
        if (++sizeBytes == SIZE_BYTES) {
            sizeBytes = 0;
            if (left < 0) {
                throw new Malformed("a field has a length of more than 63 bits");
            }
            next = left == 0 ? Next.NEWLINE : Next.BYTES;
        }
        return at + 1;
    }

    private int bytes(byte[] b, int from, int to) {
        int n = fields.value(b, from, from + (int) Math.min(left, to - from));
        left -= n;
        if (left == 0) {
            next = Next.NEWLINE;
        }
        return from + n;
    }

    private int newline(byte[] b, int at) throws Malformed {
        if (b[at] != '\n') {
            throw new Malformed("a field is longer than it says");
        }
        fields.end();
        next = Next.NAME;
        return at + 1;
    }
}
