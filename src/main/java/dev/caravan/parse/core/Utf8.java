package dev.caravan.parse.core;

import java.nio.charset.StandardCharsets;

/** Checks bytes for being UTF-8 (RFC 3629: shortest forms only, no surrogates, at most U+10FFFF). */
public final class Utf8 {

    private Utf8() {
    }

    /** The bytes in [from, to) as text; what is invalid becomes U+FFFD. */
    public static String text(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.UTF_8);
    }

    /** Whether the bytes in [from, to) are valid UTF-8. */
    public static boolean isValid(byte[] b, int from, int to) {
        int i = from;
        while (i < to) {
            int c = b[i];
            if (c >= 0) {
                i++;
                continue;
            }
            int n = length(c & 0xff);
            if (n == 0 || i + n > to || !isSecond(c & 0xff, b[i + 1] & 0xff)) {
                return false;
            }
            for (int k = 2; k < n; k++) {
                if ((b[i + k] & 0xc0) != 0x80) {
                    return false;
                }
            }
            i += n;
        }
        return true;
    }

    private static int length(int lead) {
        if (lead >= 0xc2 && lead <= 0xdf) {
            return 2;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            return 3;
        }
        return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    }

    private static boolean isSecond(int lead, int second) {
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }
}
