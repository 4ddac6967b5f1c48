package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
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
 * {@code found}, {@code restore_ban}, {@code increase_ban}, {@code ignore}, {@code already_banned}) and {@code src_ip}.
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

    private static final Pattern LINE = Pattern.compile("([0-9-]{10} [0-9:]{8},[0-9]{3}) (\\S++) *+\\[([0-9]{1,9}+)\\]: ([A-Z]++) *+(.*+)");
    private static final Pattern JAILED = Pattern.compile("\\[([^\\] ]++)\\] (?:(Ban|Unban|Found|Restore Ban|Increase Ban|Ignore) (\\S++)"
        + "|(\\S++) (already banned))?.*+");

    private final TimeText time;

    /** @param zone zone of the machine */
    public Fail2ban(ZoneId zone) {
        time = new TimeText("yyyy-MM-dd HH:mm:ss,SSS", zone);
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLine {
        Matcher m = LINE.matcher(line.toString());
        if (!m.matches()) {
            throw new RefusedLine("not a line of fail2ban's log");
        }
        record.text(TIME, time.rfc3339(m.group(1), line.origin().time()));
        record.text(COMPONENT, m.group(2));
        record.number(PID, Long.parseLong(m.group(3)));
        record.text(LEVEL, m.group(4));
        Matcher jail = JAILED.matcher(m.group(5));
        if (jail.matches()) {
            record.text(JAIL, jail.group(1));
            String event = jail.group(2) == null ? jail.group(5) : jail.group(2);
            String address = jail.group(2) == null ? jail.group(4) : jail.group(3);
            if (event != null) {
                record.text(EVENT, event.toLowerCase(Locale.ROOT).replace(' ', '_'));
                byte[] b = address.getBytes(StandardCharsets.UTF_8);
                if (IpAddress.isLiteral(b, 0, b.length)) {
                    record.text(SRC_IP, address);
                }
            }
        }
        record.text(MESSAGE, m.group(5));
        return true;
    }
}
