package dev.caravan.parse;

import dev.caravan.parse.auth.Fail2ban;
import dev.caravan.parse.auth.FluentdSyslog;
import dev.caravan.parse.auth.JournalRaw;
import dev.caravan.parse.auth.JournalSyslog;
import dev.caravan.parse.auth.Syslog;
import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.generic.RawFormat;
import dev.caravan.parse.host.Auditd;
import dev.caravan.parse.host.AuditdEvents;
import dev.caravan.parse.host.KernelModules;
import dev.caravan.parse.host.Netstat;
import dev.caravan.parse.host.Who;
import dev.caravan.parse.web.ApacheAccess;
import dev.caravan.parse.web.ApacheError;
import dev.caravan.parse.web.NginxAccess;
import dev.caravan.parse.web.NginxError;
import dev.caravan.parse.web.TraefikAccess;
import dev.caravan.parse.zeek.Zeek;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The parsers that come with Caravan, by the name that routes use. {@code syslog} is the parser; {@code syslog-json} is
 * the same, and {@code syslog-raw} leaves lines as they are, so that a setting can choose between them. {@code journal-raw} alone
 * changes them: its lines are those of syslog.
 */
public final class Parsers {

    private final Map<String, LineParser> parsers = new TreeMap<>();

    /** @param zone zone of time stamps that carry none */
    public Parsers(ZoneId zone) {
        parsers.put("nginxAccess", new NginxAccess());
        parsers.put("nginxError", new NginxError(zone));
        parsers.put("syslog", new Syslog(zone));
        parsers.put("syslog-fluentd", new FluentdSyslog(new Syslog(zone)));
        parsers.put("journal", new JournalSyslog());
        parsers.put("journal-fluentd", new FluentdSyslog(new JournalSyslog()));
        parsers.put("netstat", new Netstat());
        parsers.put("kernelModules", new KernelModules());
        parsers.put("who", new Who(zone));
        parsers.put("apacheAccess", new ApacheAccess());
        parsers.put("apacheError", new ApacheError(zone));
        parsers.put("fail2ban", new Fail2ban(zone));
        parsers.put("auditd", new Auditd());
        parsers.put("auditd-events", new AuditdEvents());
        parsers.put("zeek", new Zeek());
        parsers.put("traefik", new TraefikAccess());
        parsers.put("jsonLines", new JsonLine());
    }

    /** Names of all parsers. */
    public java.util.Set<String> names() {
        return parsers.keySet();
    }

    /** The parser of this name, or null. */
    public @Nullable LineParser get(String name) {
        return parsers.get(name);
    }

    /** Gives each data format and its name, for the registry. */
    public void bind(BiConsumer<String, Object> registry) {
        RawFormat raw = new RawFormat();
        registry.accept("raw", raw);
        parsers.forEach((name, parser) -> {
            LineFormat format = new LineFormat(parser);
            registry.accept(name, format);
            registry.accept(name + "-json", format);
            registry.accept(name + "-raw", name.equals("journal") ? new JournalRaw() : raw);
        });
    }
}
