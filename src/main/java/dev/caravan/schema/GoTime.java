package dev.caravan.schema;

import java.time.YearMonth;

/**
 * Which texts Go's {@code time.Parse(time.RFC3339, text)} takes for a time. It differs from RFC 3339 in that an hour may
 * have one digit, and a comma may stand for the point of the fraction; there is no second 60, and T and Z are capitals.
 */
public final class GoTime {

    private GoTime() {
    }

    /** Whether the text is a time in RFC 3339 format, with or without a fraction of any length. */
    public static boolean isRfc3339(String s) {
        int year = number(s, 0, 4);
        int month = number(s, 5, 2);
        int day = number(s, 8, 2);
        if (year < 0 || month < 1 || month > 12 || day < 1 || !is(s, 4, '-') || !is(s, 7, '-') || !is(s, 10, 'T')
            || day > YearMonth.of(year, month).lengthOfMonth()) {
            return false;
        }
        int hourDigits = is(s, 12, ':') ? 1 : 2;
        int hour = number(s, 11, hourDigits);
        int i = 11 + hourDigits;
        int minute = number(s, i + 1, 2);
        int second = number(s, i + 4, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59
            || !is(s, i, ':') || !is(s, i + 3, ':')) {
            return false;
        }
        i += 6;
        if (is(s, i, '.') || is(s, i, ',')) {
            int from = ++i;
            while (number(s, i, 1) >= 0) {
                i++;
            }
            if (i == from) {
                return false;
            }
        }
        return isZone(s, i);
    }

    private static boolean isZone(String s, int i) {
        if (is(s, i, 'Z')) {
            return s.length() == i + 1;
        }
        int hours = number(s, i + 1, 2);
        int minutes = number(s, i + 4, 2);
        return (is(s, i, '+') || is(s, i, '-')) && is(s, i + 3, ':') && s.length() == i + 6
            && hours >= 0 && hours <= 24 && minutes >= 0 && minutes <= 60;
    }

    private static boolean is(String s, int at, char c) {
        return at < s.length() && s.charAt(at) == c;
    }

    /** The number that these digits are, or -1 when one of them is none. */
    private static int number(String s, int from, int digits) {
        if (from + digits > s.length()) {
            return -1;
        }
        int n = 0;
        for (int i = from; i < from + digits; i++) {
            int d = s.charAt(i) - '0';
            if (d < 0 || d > 9) {
                return -1;
            }
            n = n * 10 + d;
        }
        return n;
    }
}
