package dev.caravan.parse.host;

import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.ParserProvider;
import java.time.ZoneId;
import java.util.List;

/** The parsers of what a host tells of itself: sockets, modules, users, the audit daemon. */
public final class HostParsers implements ParserProvider {

    @Override
    public List<String> names() {
        return List.of("netstat", "kernelModules", "who", "auditd", "auditd-events");
    }

    @Override
    public LineParser parser(String name, ZoneId zone) {
        return switch (name) {
            case "netstat" -> new Netstat();
            case "kernelModules" -> new KernelModules();
            case "who" -> new Who(zone);
            case "auditd" -> new Auditd();
            case "auditd-events" -> new AuditdEvents();
            default -> throw new IllegalArgumentException("no parser " + name);
        };
    }
}
