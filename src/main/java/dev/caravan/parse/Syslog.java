package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Reads lines of syslog in the three forms that log files have:
 *
 * <pre>
 * Nov 25 02:24:49 web1 sshd[8904]: text                              RFC 3164; rsyslog's traditional format
 * 2026-11-25T02:24:49.123920+00:00 web1 sshd[8904]: text             rsyslog's default format (RSYSLOG_FileFormat)
 * &lt;34&gt;1 2003-10-11T22:14:15.003Z web1 su 12 ID47 [x@1 a="b"] text    RFC 5424
 * </pre>
 *
 * <p>The first two may begin with a priority too, and the first may have a year after the day and a fraction after the
 * second.
 *
 * <p>Fields: {@code time} (RFC 3339 with the line's own precision and offset; for RFC 3164 the zone is a parameter and the
 * year follows from the time of reading, see {@link LocalClock}), {@code host}, {@code ident} (the program; empty when
 * the line names none), {@code pid} (a number; absent when there is none, and what else is in the brackets stays in
 * {@code ident}), {@code message}, {@code pri} (a number, facility * 8 + severity) where the line has it; for RFC 5424
 * {@code msgid} and {@code extradata} (the structured data as written) unless they are nil; and what {@link AuthEvents}
 * finds in the message. Escapes of the log daemon (rsyslog's {@code #011} for a tab) are left as they are.
 *
 * <p>Any user of the machine may write lines with any ident and pid to syslog (man 1 logger).
 */
public final class Syslog implements LineParser {

    static final SerializableString TIME = RecordWriter.name("time");
    static final SerializableString HOST = RecordWriter.name("host");
    static final SerializableString IDENT = RecordWriter.name("ident");
    static final SerializableString PID = RecordWriter.name("pid");
    static final SerializableString MESSAGE = RecordWriter.name("message");
    private static final SerializableString PRI = RecordWriter.name("pri");

    /** Facility 23, severity 7. */
    private static final int MAX_PRI = 191;

    private final LocalClock clock;

    /** @param zone the zone of time stamps without one, which is that of the machine that wrote them */
    public Syslog(ZoneId zone) {
        clock = new LocalClock(zone);
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLine {
        byte[] b = line.bytes();
        int from = line.start();
        int to = line.end();
        if (from < to && b[from] == '<') {
            int close = Ascii.indexOf(b, from, Math.min(to, from + 5), '>');
            long pri = close < 0 ? -1 : Ascii.number(b, from + 1, close);
            if (pri < 0 || pri > MAX_PRI) {
                throw new RefusedLine("not syslog: < without a valid priority");
            }
            record.number(PRI, pri);
            from = close + 1;
            if (Ascii.starts(b, from, to, "1 ")) {
                Syslog5424.write(b, from + 2, to, record);
                return true;
            }
        }
        int time = from < to && Ascii.isDigit(b[from]) ? rfc3339(b, from, to, record)
            : traditional(b, from, to, line.origin().time(), record);
        int host = Ascii.skipSpaces(b, time, to);
        int hostEnd = Ascii.tokenEnd(b, host, to);
        if (hostEnd == host || host == time) {
            throw new RefusedLine("not syslog: nothing follows the time");
        }
        if (b[hostEnd - 1] == ':' && !IpAddress.isV6(b, host, hostEnd)) {
            throw new RefusedLine("not syslog: no host between the time and the program");
        }
        record.text(HOST, b, host, hostEnd);
        writeTagged(b, Math.min(hostEnd + 1, to), to, record);
        return true;
    }

    private static int rfc3339(byte[] b, int from, int to, RecordWriter record) throws RefusedLine {
        int end = Rfc3339.end(b, from, to);
        if (end < 0) {
            throw new RefusedLine("not syslog: no valid time at the begin");
        }
        record.text(TIME, b, from, end);
        return end;
    }

    /** {@code Nov 25 02:24:49}, {@code Nov  5 02:24:49}, {@code Nov 25 2026 02:24:49.123}; returns the index after it. */
    private int traditional(byte[] b, int from, int to, Instant read, RecordWriter record) throws RefusedLine {
        int month = to - from < 15 ? 0 : Rfc3339.month(b, from);
        if (month == 0 || b[from + 3] != ' ') {
            throw new RefusedLine("not syslog: no time at the begin");
        }
        int day = b[from + 4] == ' ' ? from + 5 : from + 4;
        int dayEnd = Ascii.tokenEnd(b, day, from + 7);
        int at = dayEnd + 1;
        int year = -1;
        if (to - at >= 13 && b[at + 4] == ' ') {
            year = Rfc3339.four(b, at);
            at += 5;
        }
        boolean yearMissing = at == dayEnd + 1;
        if (b[dayEnd] != ' ' || to - at < 8 || b[at + 2] != ':' || b[at + 5] != ':') {
            throw new RefusedLine("not syslog: no time at the begin");
        }
        int date = (int) Ascii.number(b, day, dayEnd);
        int hour = Rfc3339.two(b, at);
        int minute = Rfc3339.two(b, at + 3);
        int second = Rfc3339.two(b, at + 6);
        int end = Rfc3339.fractionEnd(b, at + 8, to);
        // 2024 is a leap year: whether 29 February can be is decided with the year.
        if (!Rfc3339.isTime(hour, minute, second) || end < 0 || !Rfc3339.isDate(2024, month, date)) {
            throw new RefusedLine("not syslog: there is no such time");
        }
        if (yearMissing) {
            year = clock.year(month, date, hour, minute, second, read);
        }
        if (!Rfc3339.isDate(year, month, date)) {
            throw new RefusedLine("not syslog: there is no such date");
        }
        int offset = clock.offset(year, month, date, hour, minute, read);
        byte[] time = Rfc3339.of(year, month, date, hour, minute, second, offset, b, at + 8, end);
        record.text(TIME, time, 0, time.length);
        return end;
    }

    /**
     * What follows the host. A tag ends with a colon and a space or the end of the line, or is {@code name[pid]}; anything
     * else, such as "last message repeated 2 times", has no tag.
     */
    private static void writeTagged(byte[] b, int from, int to, RecordWriter record) {
        int token = Ascii.tokenEnd(b, from, to);
        int open = Ascii.indexOf(b, from, token, '[');
        int close = open <= from ? -1 : Ascii.indexOf(b, open, token, ']');
        long pid = close < 0 ? -1 : Ascii.number(b, open + 1, close);
        int identEnd;
        int message;
        if (pid >= 0 && (close + 1 == token || b[close + 1] == ':')) {
            identEnd = open;
            message = close + 1 == token ? token : close + 2;
        } else if (token > from + 1 && b[token - 1] == ':') {
            pid = -1;
            identEnd = token - 1;
            message = token;
        } else {
            pid = -1;
            identEnd = from;
            message = from;
        }
        write(b, from, identEnd, pid, Ascii.skipSpaces(b, message, to), to, record);
    }

    /** Writes program, pid (negative: none) and message, and what the message tells. */
    static void write(byte[] b, int ident, int identEnd, long pid, int message, int to, RecordWriter record) {
        record.text(IDENT, b, ident, identEnd);
        if (pid >= 0) {
            record.number(PID, pid);
        }
        record.text(MESSAGE, b, message, to);
        AuthEvents.write(b, ident, identEnd, message, to, record);
    }
}
