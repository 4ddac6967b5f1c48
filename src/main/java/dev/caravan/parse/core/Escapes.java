package dev.caravan.parse.core;

import java.nio.charset.StandardCharsets;

/** How JSON (RFC 8259, section 7) writes those characters of ASCII that a text cannot have as they are. */
final class Escapes {

    /** Bytes that an escape takes at most. */
    static final int LONGEST = 6;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private Escapes() {
    }

    /** How many bytes at most the text takes once it is escaped. */
    static int length(byte[] bytes, int from, int to) {
        int length = to - from;
        for (int i = from; i < to; i++) {
            length += bytes[i] >= 0 && bytes[i] < ' ' ? LONGEST - 1 : bytes[i] == '"' || bytes[i] == '\\' ? 1 : 0;
        }
        return length;
    }

    /** Writes the escape of a character; returns where it ends. */
    static int put(byte c, byte[] out, int from) {
        int at = from;
        out[at++] = '\\';
        int letter = switch (c) {
            case '"', '\\' -> c;
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 'u';
        };
        out[at++] = (byte) letter;
        if (letter == 'u') {
            out[at++] = '0';
            out[at++] = '0';
            out[at++] = HEX[c >> 4];
            out[at++] = HEX[c & 15];
        }
        return at;
    }
}
