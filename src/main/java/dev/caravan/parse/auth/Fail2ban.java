package dev.caravan.parse.auth;

import com.fasterxml.jackson.core.SerializableString;
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
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the log of fail2ban, in the format of its fail2banserver (fail2ban source, server/server.py):
 *
 * <pre>2026-11-25 02:24:49,123 fail2ban.actions        [1234]: NOTICE  [sshd] Ban 203.0.113.7</pre>
 *
 * <p>Fields: {@code time} (RFC 3339), {@code component} (fail2ban.actions), {@code pid}, {@code level}, {@code message}; and
 * of messages about a jail {@code jail} and, where they are such, {@code event} ({@code ban}, {@code unban},
 * {@code found}, {@code restore_ban}, {@code reban}, {@code increase_ban}, {@code ignore}, {@code already_banned},
 * {@code jail_started}, {@code jail_stopped}) and {@code src_ip}. Versions before 0.9 write no process.
 */
public final class Fail2ban implements LineParser {

    private static final SerializableString TIME = RecordWriter.name("time");
    private static final SerializableString COMPONENT = RecordWriter.name("component");
    private static final SerializableString PID = RecordWriter.name("pid");
    private static final SerializableString LEVEL = RecordWriter.name("level");
    private static final SerializableString JAIL = RecordWriter.name("jail");
    private static final SerializableString EVENT = RecordWriter.name("event");
    private static final SerializableString SRC_IP = RecordWriter.name("src_ip");
    private static final SerializableString MESSAGE = RecordWriter.name("message");

    /** The name is filled up to 24 characters, so that a long one has no space behind it; before version 0.9 there is no process. */
    private static final Pattern LINE = Pattern.compile("([0-9-]{10} [0-9:]{8},[0-9]{3}) ++([A-Za-z0-9_.]++) *+(?:\\[([0-9]{1,9}+)\\] *+)?+:"
        + " ([A-Z]++) *+(.*+)", Pattern.DOTALL);
    private static final Pattern JAILED = Pattern.compile("\\[([^\\] ]++)\\] (?:(Ban|Unban|Found|Restore Ban|Reban|Increase Ban|Ignore) (.++)"
        + "|([^ ]++) (already banned))", Pattern.DOTALL);
    /** What was found, which may be a name that somebody chose: an address is one only where fail2ban's own words follow. */
    private static final Pattern ADDRESS = Pattern.compile("([0-9a-fA-F.:]++)(?: - .*+| by .*+|, bad - .*+|, action .*+|, expired bantime.*+"
        + "| \\(.*+)?", Pattern.DOTALL);
    private static final Pattern ABOUT_JAIL = Pattern.compile("\\[([^\\] ]++)\\] .*+", Pattern.DOTALL);
    private static final Pattern JAIL_STATE = Pattern.compile("Jail '([^']++)' (started|stopped)");

    private final TimeText time;

    /** @param zone zone of the machine */
    public Fail2ban(ZoneId zone) {
        time = new TimeText("yyyy-MM-dd HH:mm:ss,SSS", zone);
    }

    @Override
    public RecordType records() {
        return RecordType.of("fail2ban", "Custom.Fail2ban", "Messages from fail2ban's log",
            Field.eventTime("time", "Time of the event; when it was logged").required(true),
            Field.text("component", "Part of fail2ban, for example fail2ban.actions").required(true),
            Field.number("pid", "Process id; absent before version 0.9"),
            Field.text("level", "Level of the message, for example NOTICE").required(true),
            Field.text("jail", "Name of the jail, for example sshd"),
            Field.text("event", "What happened, for example ban, unban or found"),
            Field.text("src_ip", "Address that the connection comes from", "ip"),
            Field.text("message", "Text of the message").required(true));
    }

    @Override
    public List<String> samples() {
        return List.of("fail2ban.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        Matcher m = LINE.matcher(line.toString());
        if (!m.matches()) {
            throw new RefusedLineException("not a line of fail2ban's log");
        }
        record.text(TIME, time.rfc3339(m.group(1), line.origin().time()));
        record.text(COMPONENT, m.group(2));
        if (m.group(3) != null) {
            record.number(PID, Long.parseLong(m.group(3)));
        }
        record.text(LEVEL, m.group(4));
        writeJail(m.group(5), record);
        record.text(MESSAGE, m.group(5));
        return true;
    }

    private static void writeJail(String message, RecordWriter record) {
        Matcher jail = JAILED.matcher(message);
        Matcher state = JAIL_STATE.matcher(message);
        Matcher about = ABOUT_JAIL.matcher(message);
        if (jail.matches()) {
            boolean already = jail.group(5) != null;
            record.text(JAIL, jail.group(1));
            record.text(EVENT, jail.group(already ? 5 : 2).toLowerCase(Locale.ROOT).replace(' ', '_'));
            Matcher address = ADDRESS.matcher(jail.group(already ? 4 : 3));
            byte[] b = address.matches() ? address.group(1).getBytes(StandardCharsets.US_ASCII) : new byte[0];
            if (IpAddress.isLiteral(b, 0, b.length)) {
                record.text(SRC_IP, b, 0, b.length);
            }
        } else if (state.matches()) {
            record.text(JAIL, state.group(1));
            record.text(EVENT, "jail_" + state.group(2));
        } else if (about.matches()) {
            record.text(JAIL, about.group(1));
        }
    }
}
