package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.IpAddress;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import dev.caravan.schema.ValueType;
import java.util.List;

/**
 * Reads Apache's access log in its formats {@code common} and {@code combined} (Apache HTTP Server documentation,
 * mod_log_config), and {@code vhost_combined} of Debian's {@code other_vhosts_access.log}, which has a host before them, also
 * without its port:
 *
 * <pre>%h %l %u %t "%r" %&gt;s %b "%{Referer}i" "%{User-Agent}i"
 * %v:%p %h %l %u %t "%r" %&gt;s %O "%{Referer}i" "%{User-Agent}i"
 * %v %h %l %u %t "%r" %&gt;s %b "%{Referer}i" "%{User-Agent}i"</pre>
 *
 * <p>Fields as {@link NginxAccess} has them, and {@code remoteIdent} (what identd said); {@code bodyBytesSent} is 0 where
 * the log has {@code -}, and may count headers, if the format has {@code %O}. The format {@code common} has neither
 * referer nor user agent. Of {@code vhost_combined}: {@code virtualHost} (the server's own name for it, %v, or what the client
 * asked for, where {@code UseCanonicalName} is off) and {@code virtualPort}.
 *
 * <p>The client chooses user, request, referer and agent, but Apache writes each quote and backslash in them with a
 * backslash before it (since 2.0.46); an empty user name alone is written as two quotes.
 */
public final class ApacheAccess implements LineParser {

    private static final SerializableString VIRTUAL_HOST = RecordWriter.name("virtualHost");
    private static final SerializableString VIRTUAL_PORT = RecordWriter.name("virtualPort");
    private static final SerializableString REMOTE_IDENT = RecordWriter.name("remoteIdent");

    private final AccessTime times = new AccessTime();

    /** Writes the virtual host and its port, where they begin the line; returns where the rest begins. */
    private static int virtualHost(byte[] b, int from, int to, RecordWriter record) throws RefusedLineException {
        int end = Ascii.tokenEnd(b, from, to);
        // 2001:db8::7 ends in a number too, but is an address; so is [2001:db8::7]:80, but that is a host with a port.
        if (end == to || IpAddress.isLiteral(b, from, end) || Ascii.indexOf(b, from, end, ',') >= 0) {
            return from;
        }
        int colon = Ascii.lastIndexOf(b, from, end, ':');
        long port = colon <= from ? -1 : Ascii.number(b, colon + 1, end);
        boolean hasPort = port >= 0 && port <= 65535;
        if (!hasPort && !isBeforeAddress(b, end + 1, to)) {
            return from;
        }
        record.text(VIRTUAL_HOST, b, from, hasPort ? colon : end);
        if (hasPort) {
            record.number(VIRTUAL_PORT, port);
        }
        return end + 1;
    }

    /** Whether an address comes next, and ident, user and time behind it. */
    private static boolean isBeforeAddress(byte[] b, int from, int to) throws RefusedLineException {
        int at = Ascii.tokenEnd(b, from, to);
        if (!IpAddress.isLiteral(b, from, at)) {
            return false;
        }
        int words = 1;
        for (at = Math.min(at + 1, to); at < to && b[at] != '['; at = Math.min(Ascii.tokenEnd(b, at, to) + 1, to)) {
            words++;
        }
        if (words > 3) {
            // A host that the client named may have an address in it; a user name may have spaces.
            throw new RefusedLineException("not certain which word is the client's address: log the virtual host as %v:%p");
        }
        // With two, the first word is the client's host name, and this one is what identd said.
        return words == 3;
    }

    @Override
    public RecordType records() {
        return RecordType.of("apache-json", "Custom.ApacheAccess", "Requests from Apache's access log in combined, common or vhost_combined format",
            CombinedFields.declared("when the request was received", "with headers, if the format says so")).and(
                Field.text("remoteIdent", "What the identd of the client said"),
                Field.text("virtualHost", "Name of the virtual host, in format vhost_combined"),
                Field.of("virtualPort", ValueType.INT, "Port of the virtual host, in format vhost_combined"));
    }

    @Override
    public List<String> samples() {
        return List.of("apache-access.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        byte[] b = line.bytes();
        int to = line.end();
        int from = virtualHost(b, line.start(), to, record);
        int address = Ascii.tokenEnd(b, from, to);
        int ident = Math.min(address + 1, to);
        int identEnd = Ascii.tokenEnd(b, ident, to);
        int user = Math.min(identEnd + 1, to);
        boolean emptyUser = Ascii.starts(b, user, to, "\"\" [");
        int quote = NginxAccess.closing(b, emptyUser ? user + 2 : user, to);
        int time = quote - AccessTime.LENGTH;
        if (address == from || identEnd == ident || time <= user || b[time - 1] != ' ') {
            throw new RefusedLineException("neither Apache's combined format nor common: it begins otherwise");
        }
        if (Ascii.indexOf(b, from, address, ',') >= 0) {
            throw new RefusedLineException("a list of addresses stands where the client's should: log %h, not a header");
        }
        NginxAccess.writeValue(record, CombinedFields.REMOTE_ADDR, b, from, address);
        NginxAccess.writeValue(record, REMOTE_IDENT, b, ident, identEnd);
        if (emptyUser) {
            record.text(CombinedFields.REMOTE_USER, "");
        } else {
            NginxAccess.writeValue(record, CombinedFields.REMOTE_USER, b, user, time - 1);
        }
        record.text(CombinedFields.TIME, times.rfc3339(b, time), 0, 25);

        int requestEnd = NginxAccess.closing(b, quote + 1, to);
        NginxAccess.writeRequest(record, b, quote + 1, requestEnd);
        int status = NginxAccess.after(b, requestEnd, to, "\" ");
        int statusEnd = Ascii.tokenEnd(b, status, to);
        record.number(CombinedFields.STATUS, NginxAccess.number(b, status, statusEnd));
        int bytes = Math.min(statusEnd + 1, to);
        int bytesEnd = Ascii.tokenEnd(b, bytes, to);
        record.number(CombinedFields.BODY_BYTES_SENT, Ascii.is(b, bytes, bytesEnd, "-") ? 0 : NginxAccess.number(b, bytes, bytesEnd));
        if (bytesEnd == to) {
            return true;
        }
        int referer = NginxAccess.after(b, bytesEnd, to, " \"");
        int refererEnd = NginxAccess.closing(b, referer, to);
        NginxAccess.writeValue(record, CombinedFields.HTTP_REFERER, b, referer, refererEnd);
        int agent = NginxAccess.after(b, refererEnd, to, "\" \"");
        int agentEnd = NginxAccess.closing(b, agent, to);
        NginxAccess.writeValue(record, CombinedFields.HTTP_USER_AGENT, b, agent, agentEnd);
        NginxAccess.writeExtra(record, b, agentEnd + 1, to);
        return true;
    }
}
