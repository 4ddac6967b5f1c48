package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.LocalClock;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.Rfc3339;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import dev.caravan.schema.ValueType;
import java.time.ZoneId;
import java.util.List;

/**
 * Reads nginx's error log, in the format that nginx's source gives it (ngx_log_error_core in ngx_log.c; it cannot be
 * configured):
 *
 * <pre>2026/11/25 02:25:37 [error] 9255#9255: *7 open() "/srv/x" failed (2: No such file or directory), client: …</pre>
 *
 * <p>Fields: {@code time} (RFC 3339), {@code level}, {@code pid}, {@code tid}, {@code cid} (number of the connection,
 * absent for what concerns none), {@code message}, and from the request's context, which is then not in the message,
 * {@code client}, {@code server}, {@code request}, {@code subrequest}, {@code upstream}, {@code http_host} and
 * {@code referrer}; of mail {@code login} and {@code starttls}; of streams {@code transport} ({@code udp}) and the bytes that went each way. A
 * field is absent where the line has none, or where an attacker could have written it: see {@link NginxContext}. Then the message is
 * the whole text. {@code event} and what the message names: see {@link NginxEvent}.
 *
 * <p>What cannot be told: nginx writes a newline in the name of a user (HTTP basic authentication, mail) as it is, so that who may send
 * one can write whole lines of his own. Its access log escapes it.
 *
 * <p>A line that does not begin with a time is refused: it is the rest of a message with newlines, as PHP writes them.
 */
public final class NginxError implements LineParser {

    private static final SerializableString TIME = RecordWriter.name("time");
    private static final SerializableString LEVEL = RecordWriter.name("level");
    private static final SerializableString PID = RecordWriter.name("pid");
    private static final SerializableString TID = RecordWriter.name("tid");
    private static final SerializableString CID = RecordWriter.name("cid");
    private static final SerializableString MESSAGE = RecordWriter.name("message");

    private static final String[] LEVELS = {"error", "info", "notice", "warn", "crit", "alert", "emerg", "debug"};

    /** NGX_MAX_ERROR_STR is 2048 bytes with the newline: a line of this length has lost its end. */
    private static final int CUT_LENGTH = 2047;

    /** Length of {@code 2026/11/25 02:25:37 [}. */
    private static final int TIME_LENGTH = 21;

    private final LocalClock clock;

    /** @param zone the zone in which nginx writes the time, which is that of its machine */
    public NginxError(ZoneId zone) {
        clock = new LocalClock(zone);
    }

    @Override
    public RecordType records() {
        return RecordType.of("nginx-error-json", "Custom.NginxError", "Lines of nginx's error log, with the request that they are about taken apart",
            Field.eventTime("time", "Time of the event; when the line was written").required(true),
            Field.text("level", "Level of the message, for example error; the others are debug, info, notice, warn, crit, alert and emerg").required(
                true),
            Field.number("pid", "Process id; of the worker"),
            Field.number("tid", "Thread id; in the worker"),
            Field.number("cid", "Number of the connection"),
            Field.text("message", "Text of the message").required(true),
            Field.text("client", "Address of the client", "ip"),
            Field.text("server", "Name of the server block that answered", "hostname"),
            Field.text("request", "Request line"),
            Field.text("subrequest", "Target of the internal request"),
            Field.text("upstream", "Server that the request was passed to", "url"),
            Field.text("http_host", "Host header of the request; maybe with a port", "net_addr"),
            Field.text("referrer", "Page that the client says it came from", "url"),
            Field.text("login", "Account that a mail client named", "username"),
            Field.of("starttls", ValueType.BOOLEAN, "Whether the mail client encrypts with STARTTLS"),
            Field.text("transport", "udp for a stream over UDP"),
            Field.number("bytes_from_client", "Bytes of a stream that came from the client"),
            Field.number("bytes_to_client", "Bytes of a stream that went to the client"),
            Field.number("bytes_from_upstream", "Bytes of a stream that came from the upstream"),
            Field.number("bytes_to_upstream", "Bytes of a stream that went to the upstream"),
            Field.text("event", "What happened, for example auth_failed, forbidden, request_limited, upstream_failed"),
            Field.text("user", "Account that a client named for basic authentication", "username"),
            Field.text("zone", "Zone of the limit that was reached"),
            Field.of("excess", ValueType.FLOAT, "Requests above the limit"),
            Field.number("client_port", "Port of the client")).and(ModSecurity.declared());
    }

    @Override
    public List<String> samples() {
        return List.of("nginx-error.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        byte[] b = line.bytes();
        int from = line.start();
        int to = line.end();
        writeTime(line, record);

        int level = from + TIME_LENGTH;
        int levelEnd = Ascii.indexOf(b, level, to, ']');
        int pid = levelEnd + 2;
        if (levelEnd < 0 || !isLevel(b, level, levelEnd) || pid > to || b[pid - 1] != ' ') {
            throw new RefusedLineException("not nginx's error log: no [level] after the time");
        }
        record.text(LEVEL, b, level, levelEnd);
        int hash = Ascii.indexOf(b, pid, to, '#');
        int tidEnd = Ascii.indexOf(b, Math.max(hash, pid), to, ':');
        if (hash < 0 || tidEnd < 0 || Ascii.number(b, pid, hash) < 0 || Ascii.number(b, hash + 1, tidEnd) < 0) {
            throw new RefusedLineException("not nginx's error log: no pid#tid: after the level");
        }
        record.number(PID, Ascii.number(b, pid, hash));
        record.number(TID, Ascii.number(b, hash + 1, tidEnd));

        int message = Math.min(tidEnd + 2, to);
        if (message < to && b[message] == '*') {
            int cidEnd = Ascii.tokenEnd(b, message, to);
            long cid = Ascii.number(b, message + 1, cidEnd);
            if (cid >= 0) {
                record.number(CID, cid);
                message = Math.min(cidEnd + 1, to);
            }
        }
        // nginx adds no context to debug messages: what looks like one there is the client's.
        NginxContext context = Ascii.is(b, level, levelEnd, "debug") ? null
            : NginxContext.of(b, message, to, to - from >= CUT_LENGTH);
        record.text(MESSAGE, b, message, context != null && context.isWhole() ? context.start() : to);
        if (context != null) {
            context.write(record);
        }
        if (!Ascii.is(b, level, levelEnd, "debug")) {
            NginxEvent.write(record, b, message, context == null ? to : context.start(), context != null);
        }
        return true;
    }

    private void writeTime(Line line, RecordWriter record) throws RefusedLineException {
        byte[] b = line.bytes();
        int at = line.start();
        if (line.length() < TIME_LENGTH || b[at + 4] != '/' || b[at + 7] != '/' || b[at + 10] != ' '
            || b[at + 13] != ':' || b[at + 16] != ':' || b[at + 19] != ' ' || b[at + 20] != '[') {
            throw new RefusedLineException("not nginx's error log: no time at the begin; perhaps the rest of a longer message");
        }
        int year = Rfc3339.four(b, at);
        int month = Rfc3339.two(b, at + 5);
        int day = Rfc3339.two(b, at + 8);
        int hour = Rfc3339.two(b, at + 11);
        int minute = Rfc3339.two(b, at + 14);
        int second = Rfc3339.two(b, at + 17);
        if (!Rfc3339.isDate(year, month, day) || !Rfc3339.isTime(hour, minute, second)) {
            throw new RefusedLineException("not nginx's error log: there is no such time");
        }
        int offset = clock.offset(year, month, day, hour, minute, line.origin().time());
        record.text(TIME, Rfc3339.of(year, month, day, hour, minute, second, offset, b, at, at), 0, 25);
    }

    private static boolean isLevel(byte[] b, int from, int to) {
        for (String level : LEVELS) {
            if (Ascii.is(b, from, to, level)) {
                return true;
            }
        }
        return false;
    }
}
