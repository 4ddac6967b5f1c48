package dev.caravan.parse.web;

import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.Rfc3339;
import java.util.Arrays;

/**
 * Reads the time of the access logs of nginx and Apache, {@code [25/Nov/2026:02:25:37 +0000] }. The one read last is kept,
 * since lines of the same second follow one another. Threads may share it.
 */
final class AccessTime {

    /** Length in bytes, with the brackets and the space. */
    static final int LENGTH = 29;

    private Last last = new Last(new byte[0], new byte[0]);

    /**
     * The time that begins at this index, as RFC 3339 with the line's offset: 25 bytes, which must not be changed.
     *
     * @param b has {@link #LENGTH} bytes from {@code at} on
     */
    byte[] rfc3339(byte[] b, int at) throws RefusedLineException {
        Last seen = last;
        if (!Arrays.equals(b, at, at + LENGTH, seen.text, 0, seen.text.length)) {
            seen = new Last(Arrays.copyOfRange(b, at, at + LENGTH), read(b, at));
            last = seen;
        }
        return seen.rfc3339;
    }

    /** The same for a time without its brackets and the space. */
    byte[] bracketed(byte[] b, int at) throws RefusedLineException {
        byte[] text = new byte[LENGTH];
        text[0] = '[';
        System.arraycopy(b, at, text, 1, LENGTH - 3);
        text[LENGTH - 2] = ']';
        text[LENGTH - 1] = ' ';
        return Arrays.copyOf(rfc3339(text, 0), 25);
    }

    private static byte[] read(byte[] b, int at) throws RefusedLineException {
        int year = Rfc3339.four(b, at + 8);
        int month = Rfc3339.month(b, at + 4);
        int day = Rfc3339.two(b, at + 1);
        int hour = Rfc3339.two(b, at + 13);
        int minute = Rfc3339.two(b, at + 16);
        int second = Rfc3339.two(b, at + 19);
        int offsetHours = Rfc3339.two(b, at + 23);
        int offsetMinutes = Rfc3339.two(b, at + 25);
        if (b[at] != '[' || b[at + 3] != '/' || b[at + 7] != '/' || b[at + 12] != ':' || b[at + 15] != ':'
            || b[at + 18] != ':' || b[at + 21] != ' ' || b[at + 22] != '+' && b[at + 22] != '-'
            || b[at + 27] != ']' || b[at + 28] != ' ' || !Rfc3339.isDate(year, month, day)
            || !Rfc3339.isTime(hour, minute, second) || !Rfc3339.isTime(offsetHours, offsetMinutes, 0)) {
            throw new RefusedLineException("not the combined format: no valid time before the request");
        }
        int offset = offsetHours * 3600 + offsetMinutes * 60;
        return Rfc3339.of(year, month, day, hour, minute, second, b[at + 22] == '-' ? -offset : offset, b, at, at);
    }

    /** A time as it stood in a line, and as RFC 3339. */
    private record Last(byte[] text, byte[] rfc3339) {
    }
}
