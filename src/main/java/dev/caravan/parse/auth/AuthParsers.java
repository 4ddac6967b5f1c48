package dev.caravan.parse.auth;

import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.ParserProvider;
import java.time.ZoneId;
import java.util.List;
import org.apache.camel.spi.DataFormat;
import org.jspecify.annotations.Nullable;

/** The parsers of logins and accounts: of syslog, of systemd's journal, of fail2ban. */
public final class AuthParsers implements ParserProvider {

    @Override
    public List<String> names() {
        return List.of("syslog", "syslog-fluentd", "journal", "journal-fluentd", "fail2ban");
    }

    @Override
    public LineParser parser(String name, ZoneId zone) {
        return switch (name) {
            case "syslog" -> new Syslog(zone);
            case "syslog-fluentd" -> new FluentdSyslog(new Syslog(zone));
            case "journal" -> new JournalSyslog();
            case "journal-fluentd" -> new FluentdSyslog(new JournalSyslog());
            case "fail2ban" -> new Fail2ban(zone);
            default -> throw new IllegalArgumentException("no parser " + name);
        };
    }

    /** Lines of the journal become lines of syslog, as readers of log files know them. */
    @Override
    public @Nullable DataFormat raw(String name) {
        return name.equals("journal") ? new JournalRaw() : null;
    }
}
