package dev.caravan.parse.auth;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import java.nio.charset.StandardCharsets;

/** The rest of a line of RFC 5424, after its priority and version. See {@link Syslog} for the fields. */
final class Syslog5424 {

    private static final SerializableString MSGID = RecordWriter.name("msgid");
    private static final SerializableString EXTRADATA = RecordWriter.name("extradata");

    private Syslog5424() {
    }

    static void write(byte[] b, int from, Line line, RecordWriter record, SyslogTime times) throws RefusedLineException {
        int to = line.end();
        int timeEnd = Ascii.tokenEnd(b, from, to);
        if (isNil(b, from, timeEnd)) {
            SyslogTime.write(line.origin().time(), record);
        } else {
            timeEnd = times.write(b, from, to, line.origin().time(), record);
        }
        int host = timeEnd + 1;
        if (timeEnd < 0 || host >= to || b[timeEnd] != ' ') {
            throw new RefusedLineException("RFC 5424 without a valid time");
        }
        int hostEnd = Ascii.tokenEnd(b, host, to);
        if (hostEnd == host) {
            throw new RefusedLineException("RFC 5424 without a host");
        }
        int app = Math.min(hostEnd + 1, to);
        int appEnd = Ascii.tokenEnd(b, app, to);
        int proc = Math.min(appEnd + 1, to);
        int procEnd = Ascii.tokenEnd(b, proc, to);
        int msgid = Math.min(procEnd + 1, to);
        int msgidEnd = Ascii.tokenEnd(b, msgid, to);
        int data = Math.min(msgidEnd + 1, to);
        int dataEnd = dataEnd(b, data, to);
        if (app == appEnd || proc == procEnd || msgid == msgidEnd || dataEnd < 0) {
            throw new RefusedLineException("RFC 5424 with a part missing or structured data that is none");
        }
        if (isNil(b, host, hostEnd)) {
            record.text(Syslog.HOST, line.origin().host());
        } else {
            record.text(Syslog.HOST, b, host, hostEnd);
        }
        if (!isNil(b, msgid, msgidEnd)) {
            record.text(MSGID, b, msgid, msgidEnd);
        }
        if (!isNil(b, data, dataEnd)) {
            record.text(EXTRADATA, b, data, dataEnd);
        }
        // rsyslog puts the space that stood behind the tag in front of the text.
        int message = Ascii.skipSpaces(b, Math.min(dataEnd + 1, to), to);
        if (to - message >= 3
            && (b[message] & 0xff) == 0xef && (b[message + 1] & 0xff) == 0xbb && (b[message + 2] & 0xff) == 0xbf) {
            // The byte order mark says that the message is UTF-8, and is no part of it.
            message += 3;
        }
        long pid = Ascii.number(b, proc, procEnd);
        if (isNil(b, app, appEnd)) {
            appEnd = app;
        }
        if (pid < 0 && !isNil(b, proc, procEnd)) {
            writeNamedProcess(b, app, appEnd, proc, procEnd, message, to, record);
        } else {
            Syslog.write(line, app, appEnd, pid, message, AuthEvents.LIMIT, record);
        }
    }

    /** A process id that is no number is kept as in the other formats: {@code ident[notapid]}. */
    private static void writeNamedProcess(byte[] b, int app, int appEnd, int proc, int procEnd, int message, int to,
        RecordWriter record) {
        record.text(Syslog.IDENT, new String(b, app, appEnd - app, StandardCharsets.UTF_8)
            + "[" + new String(b, proc, procEnd - proc, StandardCharsets.UTF_8) + "]");
        record.text(Syslog.MESSAGE, b, message, to);
        AuthEvents.write(b, app, appEnd, message, to, AuthEvents.LIMIT, record);
    }

    /** Index after the structured data: {@code -}, or elements in brackets, in whose quotes a backslash escapes. */
    private static int dataEnd(byte[] b, int from, int to) {
        if (from < to && b[from] == '-') {
            return from + 1 == to || b[from + 1] == ' ' ? from + 1 : -1;
        }
        int at = from;
        while (at < to && b[at] == '[') {
            boolean quoted = false;
            while (++at < to && (quoted || b[at] != ']')) {
                if (b[at] == '"') {
                    quoted = !quoted;
                } else if (quoted && b[at] == '\\') {
                    at++;
                }
            }
            if (at++ >= to) {
                return -1;
            }
        }
        return at > from && (at == to || b[at] == ' ') ? at : -1;
    }

    private static boolean isNil(byte[] b, int from, int to) {
        return to - from == 1 && b[from] == '-';
    }
}
