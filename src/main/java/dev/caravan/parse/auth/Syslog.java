package dev.caravan.parse.auth;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.IpAddress;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.LocalClock;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.RecordType;
import java.time.ZoneId;
import java.util.List;

/**
 * Reads lines of syslog in the forms that log files have:
 *
 * <pre>
 * Nov 25 02:24:49 web1 sshd[8904]: text                              RFC 3164; rsyslog's traditional format
 * Nov 25 02:24:49 web1 authpriv.info sshd[8904]: text                BusyBox
 * 2026-11-25T02:24:49.123920+00:00 web1 sshd[8904]: text             rsyslog's default format (RSYSLOG_FileFormat)
 * &lt;34&gt;1 2003-10-11T22:14:15.003Z web1 su 12 ID47 [x@1 a="b"] text    RFC 5424 (RSYSLOG_SyslogProtocol23Format)
 * </pre>
 *
 * <p>{@link SyslogTime} has the shapes of the time. The first three may begin with a priority too, and may lack the host: then
 * it is the machine's own name. A byte order mark and NULs in front are skipped.
 *
 * <p>Fields: {@code time} (RFC 3339 with the line's own precision and offset; without one the zone is a parameter, and the
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
    static final SerializableString PRI = RecordWriter.name("pri");

    /** Facility 23, severity 7. */
    private static final int MAX_PRI = 191;

    private final SyslogTime times;

    /** @param zone the zone of time stamps without one, which is that of the machine that wrote them */
    public Syslog(ZoneId zone) {
        times = new SyslogTime(zone);
    }

    @Override
    public RecordType records() {
        return AuthRecords.type();
    }

    @Override
    public List<String> samples() {
        return List.of("auth-rfc3339.log", "auth-traditional.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        byte[] b = line.bytes();
        int to = line.end();
        int from = skipMark(b, line.start(), to);
        boolean prioritized = from < to && b[from] == '<';
        if (prioritized) {
            int close = Ascii.indexOf(b, from, Math.min(to, from + 5), '>');
            long pri = close < 0 ? -1 : Ascii.number(b, from + 1, close);
            if (pri < 0 || pri > MAX_PRI) {
                throw new RefusedLineException("not syslog: < without a valid priority");
            }
            record.number(PRI, pri);
            from = close + 1;
            if (Ascii.starts(b, from, to, "1 ")) {
                Syslog5424.write(b, from + 2, line, record, times);
                return true;
            }
        }
        int time = times.write(b, from, to, line.origin().time(), record);
        if (time < 0) {
            throw new RefusedLineException("not syslog: no valid time at the beginning");
        }
        int host = Ascii.skipSpaces(b, time, to);
        int hostEnd = Ascii.tokenEnd(b, host, to);
        if (hostEnd == host || host == time) {
            throw new RefusedLineException("not syslog: nothing follows the time");
        }
        int rest = Math.min(hostEnd + 1, to);
        if (isNoHost(b, host, hostEnd, to)) {
            record.text(HOST, line.origin().host());
            rest = host;
        } else {
            record.text(HOST, b, host, hostEnd);
        }
        int tag = SyslogPriority.skip(b, rest, to);
        if (tag > rest && !prioritized) {
            SyslogPriority.write(b, rest, tag - 1, record);
        }
        writeTagged(line, tag, tag > rest ? AuthEvents.BUSYBOX_LIMIT : AuthEvents.LIMIT, record);
        return true;
    }

    /** A byte order mark, which editors and Windows put in front of a file, and NULs, which a power loss leaves. */
    private static int skipMark(byte[] b, int from, int to) {
        int at = from;
        if (to - from >= 3 && (b[from] & 0xff) == 0xef && (b[from + 1] & 0xff) == 0xbb && (b[from + 2] & 0xff) == 0xbf) {
            at += 3;
        }
        while (at < to && b[at] == 0) {
            at++;
        }
        return at;
    }

    /** Whether the program stands where the host should: {@code sshd[1]:}, {@code sudo:}, {@code authpriv.info}. */
    private static boolean isNoHost(byte[] b, int from, int end, int to) {
        if (b[end - 1] == ':') {
            return !IpAddress.isV6(b, from, end);
        }
        return b[end - 1] == ']' && hasPid(b, from, end) || SyslogPriority.skip(b, from, to) > from
            || Ascii.starts(b, from, to, "last message repeated ") || Ascii.starts(b, from, to, "-- MARK --");
    }

    private static boolean hasPid(byte[] b, int from, int end) {
        int open = Ascii.lastIndexOf(b, from, end, '[');
        return open > from && Ascii.number(b, open + 1, end - 1) >= 0;
    }

    /**
     * What follows the host. A tag ends with a colon and a space or the end of the line, or is {@code name[pid]}; anything
     * else, such as "last message repeated 2 times", has no tag.
     */
    private static void writeTagged(Line line, int from, int limit, RecordWriter record) {
        byte[] b = line.bytes();
        int to = line.end();
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
        write(line, from, identEnd, pid, Ascii.skipSpaces(b, message, to), limit, record);
    }

    /** The same for a message that ends with the line. */
    static void write(Line line, int ident, int identEnd, long pid, int message, int limit, RecordWriter record) {
        boolean continued = SudoParts.isSudo(line.bytes(), ident, identEnd) && SudoParts.isContinued(line, ident, message);
        write(line.bytes(), ident, identEnd, pid, message, line.end(), continued ? 0 : limit, record);
    }

    /** Writes program, pid (negative: none) and message, and what the message tells. */
    static void write(byte[] b, int ident, int identEnd, long pid, int message, int to, int limit, RecordWriter record) {
        record.text(IDENT, b, ident, identEnd);
        if (pid >= 0) {
            record.number(PID, pid);
        }
        record.text(MESSAGE, b, message, to);
        AuthEvents.write(b, ident, identEnd, message, to, limit, record);
    }
}
