package dev.caravan.parse.core;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The line ends that Unicode adds to those of ASCII: U+0085, U+2028, U+2029 (Unicode Standard, section 5.8). JSON allows them in
 * texts as they are (RFC 8259, section 7), but a reader that splits at each of them, as Python's {@code splitlines} does, would
 * take one record for two, and the second one is what a client wrote. So no JSON that leaves Caravan has one unescaped.
 */
public final class UnicodeLineEnds {

    private static final byte[] NEXT_LINE = {'\\', 'u', '0', '0', '8', '5'};
    private static final byte[] LINE_SEPARATOR = {'\\', 'u', '2', '0', '2', '8'};
    private static final byte[] PARAGRAPH_SEPARATOR = {'\\', 'u', '2', '0', '2', '9'};

    private UnicodeLineEnds() {
    }

    /** Index of the first one in valid UTF-8 in [from, to), or -1. */
    static int find(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] < 0 && escape(b, i, to) != null) {
                return i;
            }
        }
        return -1;
    }

    /** The JSON escape of the one that begins here, or null when none does; a constant, not to be changed. */
    static byte @Nullable [] escape(byte[] b, int at, int to) {
        if (b[at] == (byte) 0xc2) {
            return at + 1 < to && b[at + 1] == (byte) 0x85 ? NEXT_LINE : null;
        }
        if (b[at] != (byte) 0xe2 || at + 2 >= to || b[at + 1] != (byte) 0x80) {
            return null;
        }
        return b[at + 2] == (byte) 0xa8 ? LINE_SEPARATOR : b[at + 2] == (byte) 0xa9 ? PARAGRAPH_SEPARATOR : null;
    }

    /** Number of bytes of the one that begins here. */
    static int length(byte[] b, int at) {
        return b[at] == (byte) 0xc2 ? 2 : 3;
    }

    /**
     * Escapes them in JSON text, in which they can only stand within strings.
     *
     * @param json valid JSON in valid UTF-8, in [from, to)
     * @return a new array with the text; the same array, which holds more than the text maybe, when there are none
     */
    static byte[] escaped(byte[] json, int from, int to) {
        int end = find(json, from, to);
        if (end < 0) {
            return json;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + 64);
        int at = from;
        for (; end >= 0; end = find(json, at, to)) {
            out.write(json, at, end - at);
            out.writeBytes(escape(json, end, to));
            at = end + length(json, end);
        }
        out.write(json, at, to - at);
        return out.toByteArray();
    }

    /** The same for a whole array. */
    public static byte[] escaped(byte[] json) {
        return escaped(json, 0, json.length);
    }
}
