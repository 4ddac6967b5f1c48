package dev.caravan.parse.core;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The escapes {@code \xHH} that nginx writes for quotes, backslashes, control characters and bytes beyond ASCII (nginx documentation,
 * ngx_http_log_module, {@code escape=default}). JSON has no such escape, so text that has one is no JSON.
 */
final class HexEscapes {

    private HexEscapes() {
    }

    /**
     * The text with JSON's escapes in their place. Bytes beyond ASCII that follow each other are characters in UTF-8; what is
     * none becomes U+FFFD.
     *
     * @return null when there is none
     */
    static byte @Nullable [] toJson(byte[] b, int from, int to) {
        if (Ascii.find(b, from, to, "\\x") < 0) {
            return null;
        }
        RecordWriter out = new RecordWriter();
        StringBuilder text = new StringBuilder(to - from);
        for (int i = from; i < to;) {
            int end = i;
            while (isEscape(b, end, to)) {
                end += 4;
            }
            if (end > i) {
                text.append(quoted(b, i, end, out));
                i = end;
            } else if (b[i] == '\\' && i + 1 < to) {
                // Any other escape, whole: a backslash that is escaped begins none.
                text.append((char) b[i]).append((char) (b[i + 1] & 0xff));
                i += 2;
            } else {
                text.append((char) (b[i++] & 0xff));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isEscape(byte[] b, int at, int to) {
        return at + 3 < to && b[at] == '\\' && b[at + 1] == 'x' && Character.digit(b[at + 2], 16) >= 0
            && Character.digit(b[at + 3], 16) >= 0;
    }

    /** A run of escapes as it stands in a JSON string, each byte a character. */
    private static String quoted(byte[] b, int from, int to, RecordWriter out) {
        byte[] bytes = new byte[(to - from) / 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (Character.digit(b[from + 4 * i + 2], 16) << 4 | Character.digit(b[from + 4 * i + 3], 16));
        }
        out.clear();
        out.value(bytes, 0, bytes.length);
        return new String(out.bytes(), 1, out.size() - 2, StandardCharsets.ISO_8859_1);
    }
}
