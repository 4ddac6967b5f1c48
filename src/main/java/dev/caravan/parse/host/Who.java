package dev.caravan.parse.host;

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
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the users that {@code who} prints (GNU coreutils, src/who.c):
 *
 * <pre>
 * alice    pts/0        2026-11-25 02:24 (203.0.113.7)
 * alice    pts/0        Nov 25 02:24 (203.0.113.7)          in the locale C
 * </pre>
 *
 * <p>Always {@code user}, {@code tty}, {@code login_time} (RFC 3339; {@code who} prints local time), {@code time} (when it
 * was run) and {@code host}; {@code from} (what stands in the brackets: a host, or the display) where there is any, and
 * {@code src_ip} when that is an address.
 */
public final class Who implements LineParser {

    private static final SerializableString USER = RecordWriter.name("user");
    private static final SerializableString TTY = RecordWriter.name("tty");
    private static final SerializableString LOGIN_TIME = RecordWriter.name("login_time");
    private static final SerializableString TIME = RecordWriter.name("time");
    private static final SerializableString HOST = RecordWriter.name("host");
    private static final SerializableString FROM = RecordWriter.name("from");
    private static final SerializableString SRC_IP = RecordWriter.name("src_ip");

    private final TimeText iso;
    private final TimeText posix;

    /** @param zone zone of the machine */
    public Who(ZoneId zone) {
        iso = new TimeText("yyyy-MM-dd HH:mm", zone);
        posix = new TimeText("MMM d HH:mm", zone);
    }

    @Override
    public RecordType records() {
        return RecordType.of("users", "Custom.Users", "Users that are logged in, one record each, of who",
            Field.text("user", "Name of the user", "username").required(true),
            Field.text("tty", "Terminal, for example pts/0").required(true),
            Field.time("login_time", "When the user logged in, to the minute").required(true),
            Field.eventTime("time", "Time of the event; when the list was taken").required(true),
            Field.text("host", "Name of the machine", "hostname").required(true),
            Field.text("from", "Host or display that the user came from"),
            Field.text("src_ip", "Address that the connection comes from", "ip"));
    }

    @Override
    public List<String> samples() {
        return List.of("who.txt");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        String text = line.toString().stripTrailing();
        if (text.isEmpty()) {
            return false;
        }
        String from = null;
        int open = text.lastIndexOf(" (");
        if (text.endsWith(")") && open > 0) {
            from = text.substring(open + 2, text.length() - 1);
            text = text.substring(0, open).stripTrailing();
        }
        String[] words = text.split(" +");
        int n = words.length;
        // The name of the terminal may have a space: "sshd pts/0" where coreutils ask systemd.
        boolean isIso = n >= 4 && words[n - 2].length() == 10;
        int time = isIso ? n - 2 : n - 3;
        if (time < 2 || words[0].isEmpty()) {
            throw new RefusedLineException("not a row of who");
        }
        String login = (isIso ? iso : posix).rfc3339(join(words, time, n), line.origin().time());
        record.text(USER, words[0]);
        record.text(TTY, join(words, 1, time));
        record.text(LOGIN_TIME, login);
        record.text(TIME, line.origin().time().truncatedTo(ChronoUnit.MILLIS).toString());
        record.text(HOST, line.origin().host());
        if (from != null && !from.isEmpty()) {
            record.text(FROM, from);
            byte[] b = from.getBytes(StandardCharsets.UTF_8);
            if (IpAddress.isLiteral(b, 0, b.length)) {
                record.text(SRC_IP, from);
            }
        }
        return true;
    }

    private static String join(String[] words, int from, int to) {
        return String.join(" ", Arrays.asList(words).subList(from, to));
    }
}
