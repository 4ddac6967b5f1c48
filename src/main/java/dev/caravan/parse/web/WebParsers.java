package dev.caravan.parse.web;

import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.ParserProvider;
import java.time.ZoneId;
import java.util.List;

/** The parsers of web servers and proxies. */
public final class WebParsers implements ParserProvider {

    @Override
    public List<String> names() {
        return List.of("nginxAccess", "nginxError", "apacheAccess", "apacheError", "traefik", "caddy");
    }

    @Override
    public LineParser parser(String name, ZoneId zone) {
        return switch (name) {
            case "nginxAccess" -> new NginxAccess();
            case "nginxError" -> new NginxError(zone);
            case "apacheAccess" -> new ApacheAccess();
            case "apacheError" -> new ApacheError(zone);
            case "traefik" -> new TraefikAccess();
            case "caddy" -> new CaddyAccess();
            default -> throw new IllegalArgumentException("no parser " + name);
        };
    }
}
