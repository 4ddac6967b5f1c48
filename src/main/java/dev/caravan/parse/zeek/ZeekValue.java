package dev.caravan.parse.zeek;

import dev.caravan.parse.core.JsonNumber;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one value of a Zeek log in TSV as Zeek's own JSON writer would (src/threading/formatters). */
public final class ZeekValue {

    private ZeekValue() {
    }

    /** A value of this type, which may be {@code set[...]} or {@code vector[...]}. */
    static void write(RecordWriter record, ZeekHeader header, String type, byte[] b, int from, int to) throws RefusedLineException {
        int open = type.indexOf('[');
        if (open < 0) {
            scalar(record, header, type, b, from, to);
            return;
        }
        String element = type.substring(open + 1, Math.max(open + 1, type.length() - 1));
        record.beginList();
        if (!header.isEmpty(b, from, to)) {
            for (int start = from; start <= to;) {
                int end = ZeekHeader.indexOf(b, start, to, header.setSeparator());
                end = end < 0 ? to : end;
                if (header.isUnset(b, start, end)) {
                    record.literal("null");
                } else {
                    scalar(record, header, element, b, start, end);
                }
                start = end + header.setSeparator().length;
            }
        }
        record.endList();
    }

    private static void scalar(RecordWriter record, ZeekHeader header, String type, byte[] b, int from, int to)
        throws RefusedLineException {
        switch (type) {
            case "bool" -> {
                if (to - from != 1 || b[from] != 'T' && b[from] != 'F') {
                    throw new RefusedLineException("a bool that is neither T nor F");
                }
                record.literal(b[from] == 'T' ? "true" : "false");
            }
            case "count", "int", "port", "double", "time", "interval" -> number(record, b, from, to);
            default -> {
                if (header.isEmpty(b, from, to)) {
                    record.value("");
                } else {
                    text(record, b, from, to);
                }
            }
        }
    }

    private static void number(RecordWriter record, byte[] b, int from, int to) throws RefusedLineException {
        String text = new String(b, from, to - from, StandardCharsets.ISO_8859_1);
        if (JsonNumber.isNumber(text)) {
            record.literal(text);
        } else if (text.matches("[+-]?(nan|inf)")) {
            record.literal("null");
        } else {
            throw new RefusedLineException("a field whose type is a number is none");
        }
    }

    private static void text(RecordWriter record, byte[] b, int from, int to) {
        int plain = from;
        while (plain < to && b[plain] >= ' ' && b[plain] < 0x7f && b[plain] != '\\') {
            plain++;
        }
        if (plain == to) {
            record.value(b, from, to);
            return;
        }
        byte[] bytes = Arrays.copyOfRange(b, from, to);
        int n = unescape(b, from, to, bytes);
        if (isText(bytes, n)) {
            record.value(bytes, 0, n);
        } else {
            record.value(escaped(bytes, n));
        }
    }

    /** Whether Zeek's JSON has these bytes as they are (json_escape_utf8 in util.cc): UTF-8 without most control characters. */
    private static boolean isText(byte[] bytes, int n) {
        return Utf8.isValid(bytes, 0, n) && new String(bytes, 0, n, StandardCharsets.UTF_8).codePoints().allMatch(c -> c >= ' ' && c < 0x7f
            || isLetterEscape(c) || c >= 0xa0 && (c < 0xe000 || c > 0xf8ff) && (c < 0xfff0 || c > 0xffff));
    }

    private static boolean isLetterEscape(int c) {
        return c == '\b' || c == '\f' || c == '\n' || c == '\r' || c == '\t';
    }

    /** As Zeek's JSON has other bytes: each that is not printable ASCII as four characters, so that nothing is lost. */
    private static String escaped(byte[] bytes, int n) {
        StringBuilder text = new StringBuilder(n * 2);
        for (int i = 0; i < n; i++) {
            int c = bytes[i] & 0xff;
            if (c >= ' ' && c < 0x7f || isLetterEscape(c)) {
                text.append((char) c);
            } else {
                text.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return text.toString();
    }

    /** Undoes {@code \xHH} and {@code \\}; returns the length of the result, which is never longer. */
    static int unescape(byte[] b, int from, int to, byte[] out) {
        int n = 0;
        for (int i = from; i < to; i++) {
            byte c = b[i];
            if (c == '\\' && i + 1 < to) {
                if (b[i + 1] == '\\') {
                    i++;
                } else if (b[i + 1] == 'x' && i + 3 < to) {
                    int high = Character.digit(b[i + 2], 16);
                    int low = Character.digit(b[i + 3], 16);
                    if (high >= 0 && low >= 0) {
                        c = (byte) (high << 4 | low);
                        i += 3;
                    }
                }
            }
            out[n++] = c;
        }
        return n;
    }
}
