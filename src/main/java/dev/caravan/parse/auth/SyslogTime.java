package dev.caravan.parse.auth;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.LocalClock;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.Rfc3339;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time at the begin of a line of syslog, in the shapes that log daemons give it:
 *
 * <pre>
 * 2026-11-25T02:24:49.123920+00:00      RFC 3339; it stays as it is
 * 2026-11-25 02:24:49,123 +0000         ISO 8601 with a space, a comma, lower-case letters, an offset without colon, or no zone
 * Nov 25 02:24:49                       RFC 3164
 * Wed Nov  5 2026 02:24:49.123 CET      the same with a week day, a year at any place, a fraction, a zone
 * </pre>
 *
 * <p>It is written as RFC 3339. A leap second becomes the second before it, since most readers refuse {@code :60}.
 */
final class SyslogTime {

    private static final String DAYS = "MonTueWedThuFriSatSun";
    /** Zones that log daemons name, with their offset in minutes. A name that stands for more than one is none of them. */
    private static final String[] ZONES = {"UTC", "GMT", "WET", "WEST", "CET", "CEST", "EET", "EEST", "MSK", "EST", "EDT", "CDT",
        "MST", "MDT", "PST", "PDT", "AKST", "AKDT", "HST", "JST", "KST", "HKT", "SGT", "AEST", "AEDT", "AWST", "NZST", "NZDT"};
    private static final int[] OFFSETS = {0, 0, 0, 60, 60, 120, 120, 180, 180, -300, -240, -300,
        -420, -360, -480, -420, -540, -480, -600, 540, 540, 480, 480, 600, 660, 480, 720, 780};
    private static final DateTimeFormatter OUT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final LocalClock clock;

    SyslogTime(ZoneId zone) {
        clock = new LocalClock(zone);
    }

    /** The time when a line was read, for those without one. */
    static void write(Instant read, RecordWriter record) {
        record.text(Syslog.TIME, OUT.format(read));
    }

    /**
     * Writes the time that begins at {@code from} and returns the index after it; -1 when there is none.
     *
     * @param read when the line was read
     */
    int write(byte[] b, int from, int to, Instant read, RecordWriter record) throws RefusedLineException {
        int plain = Rfc3339.end(b, from, to);
        if (plain >= 0) {
            record.text(Syslog.TIME, b, from, plain);
            return plain;
        }
        if (to - from >= 19 && b[from + 4] == '-') {
            return iso(b, from, to, read, record);
        }
        return traditional(b, from, to, read, record);
    }

    private int iso(byte[] b, int from, int to, Instant read, RecordWriter record) {
        byte letter = b[from + 10];
        if (b[from + 7] != '-' || letter != 'T' && letter != 't' && letter != ' ' || b[from + 13] != ':' || b[from + 16] != ':') {
            return -1;
        }
        int year = Rfc3339.four(b, from);
        int month = Rfc3339.two(b, from + 5);
        int day = Rfc3339.two(b, from + 8);
        int hour = Rfc3339.two(b, from + 11);
        int minute = Rfc3339.two(b, from + 14);
        int second = Rfc3339.two(b, from + 17);
        if (!Rfc3339.isDate(year, month, day) || !Rfc3339.isTimeOrLeap(hour, minute, second)) {
            return -1;
        }
        int fraction = from + 19;
        int end = fractionEnd(b, fraction, to);
        if (end < 0) {
            return -1;
        }
        int zone = end;
        int offset;
        if (zone < to && (b[zone] == 'Z' || b[zone] == 'z')) {
            offset = 0;
            end++;
        } else {
            // A space in front of an offset, but not of a host's name.
            zone += zone < to && b[zone] == ' ' && isSigned(b, zone + 1, to) ? 1 : 0;
            int zoneEnd = isSigned(b, zone, to) ? offsetEnd(b, zone, to) : zone;
            if (zoneEnd < 0) {
                return -1;
            }
            offset = zoneEnd > zone ? offset(b, zone, zoneEnd) : clock.offset(year, month, day, hour, minute, read);
            end = Math.max(end, zoneEnd);
        }
        return out(year, month, day, hour, minute, second, offset, b, fraction, fractionEnd(b, fraction, to), record, end);
    }

    private static boolean isSigned(byte[] b, int at, int to) {
        return at + 2 < to && (b[at] == '+' || b[at] == '-') && Ascii.isDigit(b[at + 1]) && Ascii.isDigit(b[at + 2]);
    }

    /** Index after {@code +hh}, {@code +hhmm} or {@code +hh:mm}; -1 when it is none of them, or too much. */
    private static int offsetEnd(byte[] b, int at, int to) {
        int end = Ascii.tokenEnd(b, at, to);
        boolean known = switch (end - at) {
            case 3 -> true;
            case 5 -> Rfc3339.two(b, at + 3) >= 0;
            case 6 -> b[at + 3] == ':' && Rfc3339.two(b, at + 4) >= 0;
            default -> false;
        };
        return known && Rfc3339.isTime(Rfc3339.two(b, at + 1), end - at == 3 ? 0 : Rfc3339.two(b, end - 2), 0) ? end : -1;
    }

    private static int offset(byte[] b, int at, int end) {
        int minutes = Rfc3339.two(b, at + 1) * 60 + (end - at == 3 ? 0 : Rfc3339.two(b, end - 2));
        return (b[at] == '-' ? -minutes : minutes) * 60;
    }

    /** As {@link Rfc3339#fractionEnd}, with a comma too. */
    private static int fractionEnd(byte[] b, int from, int to) {
        if (from < to && b[from] == ',') {
            int i = from + 1;
            while (i < to && Ascii.isDigit(b[i])) {
                i++;
            }
            return i == from + 1 ? -1 : i;
        }
        return Rfc3339.fractionEnd(b, from, to);
    }

    private int traditional(byte[] b, int from, int to, Instant read, RecordWriter record) throws RefusedLineException {
        int at = from;
        if (to - at >= 4 && DAYS.indexOf(b[at]) >= 0 && b[at + 3] == ' ' && isDay(b, at)) {
            at = Ascii.skipSpaces(b, at + 4, to);
        }
        int year = yearAt(b, at, to);
        at += year >= 0 ? 5 : 0;
        int month = to - at < 15 ? 0 : Rfc3339.month(b, at);
        if (month == 0 || b[at + 3] != ' ') {
            return -1;
        }
        at += 4;
        if (year < 0 && yearAt(b, at, to) >= 0) {
            year = yearAt(b, at, to);
            at += 5;
        }
        int day = at < to && b[at] == ' ' ? at + 1 : at;
        int dayEnd = Ascii.tokenEnd(b, day, Math.min(to, day + 3));
        if (dayEnd >= to || b[dayEnd] != ' ') {
            return -1;
        }
        at = dayEnd + 1;
        if (year < 0 && yearAt(b, at, to) >= 0) {
            year = yearAt(b, at, to);
            at += 5;
        }
        if (to - at < 8 || b[at + 2] != ':' || b[at + 5] != ':') {
            return -1;
        }
        int date = (int) Ascii.number(b, day, dayEnd);
        int hour = Rfc3339.two(b, at);
        int minute = Rfc3339.two(b, at + 3);
        int second = Rfc3339.two(b, at + 6);
        int fraction = at + 8;
        int end = fractionEnd(b, fraction, to);
        // 2024 is a leap year: whether 29 February can be is decided with the year.
        if (!Rfc3339.isTimeOrLeap(hour, minute, second) || end < 0 || !Rfc3339.isDate(2024, month, date)) {
            throw new RefusedLineException("not syslog: there is no such time");
        }
        int fractionEnd = end;
        int zone = -1;
        for (int i = 0; i < 2; i++) {
            // A year and a zone in either order, as in the output of date.
            if (year < 0 && end < to && b[end] == ' ' && yearAt(b, end + 1, to) >= 0) {
                year = yearAt(b, end + 1, to);
                end += 5;
            }
            if (zone < 0 && end < to && b[end] == ' ') {
                zone = zoneAt(b, end + 1, to);
                end = zone < 0 ? end : Ascii.tokenEnd(b, end + 1, to);
            }
        }
        if (year < 0) {
            year = clock.year(month, date, hour, minute, Math.min(second, 59), read);
        }
        if (!Rfc3339.isDate(year, month, date)) {
            throw new RefusedLineException("not syslog: there is no such date");
        }
        int offset = zone >= 0 ? OFFSETS[zone] * 60 : clock.offset(year, month, date, hour, minute, read);
        return out(year, month, date, hour, minute, second, offset, b, fraction, fractionEnd, record, end);
    }

    private static boolean isDay(byte[] b, int at) {
        for (int i = 0; i < DAYS.length(); i += 3) {
            if (b[at] == DAYS.charAt(i) && b[at + 1] == DAYS.charAt(i + 1) && b[at + 2] == DAYS.charAt(i + 2)) {
                return true;
            }
        }
        return false;
    }

    /** The year of four digits and a space here, or -1. */
    private static int yearAt(byte[] b, int at, int to) {
        int year = to - at > 4 && b[at + 4] == ' ' ? Rfc3339.four(b, at) : -1;
        return year >= 1970 ? year : -1;
    }

    private static int zoneAt(byte[] b, int at, int to) {
        if (b[at] < 'A' || b[at] > 'Z') {
            return -1;
        }
        int end = Ascii.tokenEnd(b, at, to);
        // A host may be called so, too: something else must follow it.
        if (end >= to || end - at < 3 || end - at > 4) {
            return -1;
        }
        for (int i = 0; i < ZONES.length; i++) {
            if (Ascii.is(b, at, end, ZONES[i])) {
                return i;
            }
        }
        return -1;
    }

    private static int out(int year, int month, int day, int hour, int minute, int second, int offset, byte[] b, int fraction,
        int fractionEnd, RecordWriter record, int end) {
        byte[] time = Rfc3339.of(year, month, day, hour, minute, Math.min(second, 59), offset, b, fraction, fractionEnd);
        if (fractionEnd > fraction) {
            time[19] = '.';
        }
        record.text(Syslog.TIME, time, 0, time.length);
        return end;
    }
}
