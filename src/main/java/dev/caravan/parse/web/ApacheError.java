package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.IpAddress;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.TimeText;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Apache's error log in the default formats of version 2.4 (Apache HTTP Server documentation, ErrorLogFormat; do_errorlog_default
 * in log.c) and 2.2, which has no process and no number of the message:
 *
 * <pre>[Wed Nov 25 02:25:37.123456 2026] [core:error] [pid 12:tid 34] (2)No such file: [client 192.0.2.1:5] AH00128: text
 * [Wed Nov 25 02:25:37.123456 2026] [ssl:info] [pid 12:tid 34] [remote 192.0.2.1:5] AH01964: text
 * [Wed Nov 25 02:25:37 2026] [error] [client 192.0.2.1] (2)No such file: text</pre>
 *
 * <p>Fields: {@code time} (RFC 3339), {@code level}, {@code module}, {@code pid}, {@code tid}, {@code client} and
 * {@code client_port} (also of a connection without a request, which Apache calls remote), {@code code} (Apache's number of the
 * message) where there are any, and {@code message}, all that follows the process; of ModSecurity's messages {@code event} and the
 * fields of {@link ModSecurity}. The client may have chosen what is in the message, but only after its own address: an address is
 * taken from nowhere else. A line that does not begin with a time is refused: it is what a script printed.
 */
public final class ApacheError implements LineParser {

    private static final SerializableString TIME = RecordWriter.name("time");
    private static final SerializableString MODULE = RecordWriter.name("module");
    private static final SerializableString LEVEL = RecordWriter.name("level");
    private static final SerializableString PID = RecordWriter.name("pid");
    private static final SerializableString TID = RecordWriter.name("tid");
    private static final SerializableString CLIENT = RecordWriter.name("client");
    private static final SerializableString CLIENT_PORT = RecordWriter.name("client_port");
    private static final SerializableString CODE = RecordWriter.name("code");
    private static final SerializableString MESSAGE = RecordWriter.name("message");

    private static final SerializableString EVENT = RecordWriter.name("event");

    private static final Pattern HEAD = Pattern.compile("\\[([^\\]]{20,40})\\] (?:\\[([A-Za-z0-9_.-]*+):([a-z0-9]++)\\]"
        + " \\[pid ([0-9]{1,18}+)(?::tid ([0-9]{1,18}+))?\\] |\\[(emerg|alert|crit|error|warn|notice|info|debug)\\] )");
    /** Source file and line, error of the system, peer. No error's text has a colon, so the peer is not found within the message. */
    private static final Pattern BEGIN = Pattern.compile("(?:[A-Za-z0-9_.-]++\\([0-9]++\\): )?+(?:\\([0-9]++\\)[^\\[:]*+: )?+"
        + "(?:\\[(?:client|remote) ([0-9a-fA-F.:]++)\\] )?+");
    private static final Pattern BEGIN_OF_2_2 = Pattern.compile("(?:\\[client ([0-9a-fA-F.:]++)\\] )?+(?:\\([0-9]++\\)[^\\[:]*+: )?+");
    private static final Pattern CODE_PART = Pattern.compile("(AH[0-9]{5}): ");
    /** ModSecurity names the client too. */
    private static final Pattern MOD_SECURITY = Pattern.compile("(?:\\[client [0-9a-fA-F.:]++\\] )?+ModSecurity: ");

    private final TimeText time;

    /** @param zone the zone in which Apache writes the time, which is that of its machine */
    public ApacheError(ZoneId zone) {
        time = new TimeText("EEE MMM dd HH:mm:ss[.SSSSSS] yyyy", zone);
    }

    @Override
    public RecordType records() {
        return RecordType.of("apache-error-json", "Custom.ApacheError", "Messages from Apache's error log",
            Field.eventTime("time", "Time of the event; when it was logged").required(true),
            Field.text("level", "Level of the message, for example error").required(true),
            Field.text("module", "Module of Apache that says it, for example authz_core"),
            Field.number("pid", "Process id; absent in version 2.2"),
            Field.number("tid", "Thread id"),
            Field.text("client", "Address of the client", "ip"),
            Field.number("client_port", "Port of the client"),
            Field.text("code", "Number of the message, for example AH01630"),
            Field.text("message", "Text of the message; a client may have chosen parts of it").required(true),
            Field.text("event", "What happened; modsecurity for a message of ModSecurity"),
            Field.text("http_host", "Host header of the request; as ModSecurity has it", "net_addr")).and(ModSecurity.declared());
    }

    @Override
    public List<String> samples() {
        return List.of("apache-error.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        String text = line.toString();
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw new RefusedLineException("not Apache's error log: no [time] [module:level] [pid] at the beginning");
        }
        record.text(TIME, time.rfc3339(head.group(1), line.origin().time()));
        boolean old = head.group(6) != null;
        if (!old && !head.group(2).isEmpty() && !head.group(2).equals("-")) {
            record.text(MODULE, head.group(2));
        }
        record.text(LEVEL, head.group(old ? 6 : 3));
        if (!old) {
            record.number(PID, Long.parseLong(head.group(4)));
        }
        if (head.group(5) != null) {
            record.number(TID, Long.parseLong(head.group(5)));
        }
        String message = text.substring(head.end());
        Matcher begin = (old ? BEGIN_OF_2_2 : BEGIN).matcher(message);
        boolean begun = begin.lookingAt();
        if (begun && begin.group(1) != null) {
            writeClient(begin.group(1), !old, record);
        }
        int at = begun ? begin.end() : 0;
        Matcher code = CODE_PART.matcher(message).region(at, message.length());
        if (code.lookingAt()) {
            record.text(CODE, code.group(1));
            at = code.end();
        }
        record.text(MESSAGE, message);
        if (MOD_SECURITY.matcher(message).region(at, message.length()).lookingAt()) {
            record.text(EVENT, "modsecurity");
            byte[] b = message.getBytes(StandardCharsets.UTF_8);
            ModSecurity.write(record, b, 0, b.length, true);
        }
        return true;
    }

    /** {@code 192.0.2.1:5678}, also of an IPv6 address. */
    private static void writeClient(String address, boolean hasPort, RecordWriter record) {
        int colon = hasPort ? address.lastIndexOf(':') : -1;
        byte[] b = address.getBytes(StandardCharsets.US_ASCII);
        long port = colon < 0 ? -1 : Ascii.number(b, colon + 1, b.length);
        if (port >= 0 && port <= 65535 && IpAddress.isLiteral(b, 0, colon)) {
            record.text(CLIENT, address.substring(0, colon));
            record.number(CLIENT_PORT, port);
        } else if (IpAddress.isLiteral(b, 0, b.length)) {
            record.text(CLIENT, address);
        }
    }
}
