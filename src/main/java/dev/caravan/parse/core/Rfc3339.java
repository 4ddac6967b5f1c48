package dev.caravan.parse.core;

/** Time stamps as in RFC 3339, section 5.6. Leap seconds are not accepted, since most readers do not. */
public final class Rfc3339 {

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private Rfc3339() {
    }

    /**
     * Writes a time stamp.
     *
     * @param offset seconds east of UTC; a part of a minute, which only offsets of before 1972 have, is left out
     * @param b      the line; the range [from, to) of it, a point and digits or nothing, becomes the fraction
     */
    public static byte[] of(int year, int month, int day, int hour, int minute, int second, int offset,
        byte[] b, int from, int to) {
        byte[] out = new byte[25 + to - from];
        two(out, 0, year / 100);
        two(out, 2, year % 100);
        out[4] = '-';
        two(out, 5, month);
        out[7] = '-';
        two(out, 8, day);
        out[10] = 'T';
        two(out, 11, hour);
        out[13] = ':';
        two(out, 14, minute);
        out[16] = ':';
        two(out, 17, second);
        System.arraycopy(b, from, out, 19, to - from);
        int at = 19 + to - from;
        int minutes = Math.abs(offset) / 60;
        out[at] = (byte) (offset < 0 ? '-' : '+');
        two(out, at + 1, minutes / 60);
        out[at + 3] = ':';
        two(out, at + 4, minutes % 60);
        return out;
    }

    private static void two(byte[] out, int at, int value) {
        out[at] = (byte) ('0' + value / 10);
        out[at + 1] = (byte) ('0' + value % 10);
    }

    /** The number that two digits are, or a negative one. The two bytes must exist. */
    public static int two(byte[] b, int at) {
        int tens = b[at] - '0';
        int ones = b[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    /** The number that four digits are, or a negative one. The four bytes must exist. */
    public static int four(byte[] b, int at) {
        int high = two(b, at);
        int low = two(b, at + 2);
        return high < 0 || low < 0 ? -1 : high * 100 + low;
    }

    /** The month, 1 to 12, whose English abbreviation begins here; 0 when none does. The three bytes must exist. */
    public static int month(byte[] b, int at) {
        for (int i = 0; i < MONTHS.length(); i += 3) {
            if (b[at + 1] == MONTHS.charAt(i + 1) && b[at + 2] == MONTHS.charAt(i + 2) && b[at] == MONTHS.charAt(i)) {
                return i / 3 + 1;
            }
        }
        return 0;
    }

    /** Whether there is such a day; months are 1 to 12. */
    public static boolean isDate(int year, int month, int day) {
        if (year < 0 || month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= 28 || day <= days(year, month);
    }

    private static int days(int year, int month) {
        if (month == 2) {
            return isLeap(year) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Whether there is such a time of day; not one of a leap second. */
    public static boolean isTime(int hour, int minute, int second) {
        return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    }

    /** As {@link #isTime}, and the second 60 of a leap second in any minute: zones shift it. */
    public static boolean isTimeOrLeap(int hour, int minute, int second) {
        return isTime(hour, minute, second == 60 ? 59 : second);
    }

    /** Index after the time stamp that begins at {@code from}, or -1 when there is none. Any number of fraction digits. */
    public static int end(byte[] b, int from, int to) {
        if (to - from < 20 || b[from + 4] != '-' || b[from + 7] != '-' || b[from + 10] != 'T'
            || b[from + 13] != ':' || b[from + 16] != ':'
            || !isDate(four(b, from), two(b, from + 5), two(b, from + 8))
            || !isTime(two(b, from + 11), two(b, from + 14), two(b, from + 17))) {
            return -1;
        }
        int i = fractionEnd(b, from + 19, to);
        if (i < 0 || i >= to) {
            return -1;
        }
        if (b[i] == 'Z') {
            return i + 1;
        }
        boolean offset = (b[i] == '+' || b[i] == '-') && to - i >= 6 && b[i + 3] == ':'
            && isTime(two(b, i + 1), two(b, i + 4), 0);
        return offset ? i + 6 : -1;
    }

    /** Index after a point and its digits; {@code from} when there is no point, -1 when no digit follows it. */
    public static int fractionEnd(byte[] b, int from, int to) {
        if (from >= to || b[from] != '.') {
            return from;
        }
        int i = from + 1;
        while (i < to && Ascii.isDigit(b[i])) {
            i++;
        }
        return i == from + 1 ? -1 : i;
    }
}
