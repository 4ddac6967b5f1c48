package dev.caravan.parse.web;

import dev.caravan.parse.web.LogFormat.Element;
import dev.caravan.parse.web.LogFormat.Escape;
import dev.caravan.parse.web.LogFormat.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads nginx's {@code log_format} (nginx documentation, ngx_http_log_module). Fields have the names of variables in camel case, as
 * Panther's {@code Nginx.Access} has them: {@code $http_user_agent} is {@code httpUserAgent}. The first of {@code $time_local},
 * {@code $time_iso8601} and {@code $msec} is {@code time}.
 */
final class NginxLogFormat {

    /** What nginx calls {@code combined} needs no setting in nginx; {@code main} is in the file that its packages install. */
    static final String COMBINED = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
        + " \"$http_referer\" \"$http_user_agent\"";
    static final String MAIN = COMBINED + " \"$http_x_forwarded_for\"";

    private static final Pattern DIRECTIVE = Pattern.compile("log_format\\s+(\\S+)\\s+(.*?)\\s*;?", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("escape=(\\w+)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z0-9_]+)}|([A-Za-z0-9_]+))");
    private static final Map<String, Kind> KINDS = Map.ofEntries(Map.entry("time_local", Kind.TIME_LOCAL),
        Map.entry("time_iso8601", Kind.TIME_ISO8601), Map.entry("msec", Kind.TIME_UNIX), Map.entry("request", Kind.REQUEST),
        Map.entry("remote_addr", Kind.WORD), Map.entry("server_addr", Kind.WORD), Map.entry("request_method", Kind.WORD),
        Map.entry("server_protocol", Kind.WORD), Map.entry("ssl_protocol", Kind.WORD), Map.entry("ssl_cipher", Kind.WORD),
        Map.entry("request_id", Kind.WORD), Map.entry("pipe", Kind.WORD), Map.entry("scheme", Kind.WORD),
        Map.entry("status", Kind.NUMBER), Map.entry("body_bytes_sent", Kind.NUMBER), Map.entry("bytes_sent", Kind.NUMBER),
        Map.entry("request_length", Kind.NUMBER), Map.entry("connection", Kind.NUMBER), Map.entry("connection_requests", Kind.NUMBER),
        Map.entry("server_port", Kind.NUMBER), Map.entry("remote_port", Kind.NUMBER), Map.entry("pid", Kind.NUMBER),
        Map.entry("request_time", Kind.DECIMAL));
    private static final Set<Kind> TIMES = Set.of(Kind.TIME_LOCAL, Kind.TIME_ISO8601, Kind.TIME_UNIX);

    private NginxLogFormat() {
    }

    static LogFormat read(String text) {
        Matcher directive = DIRECTIVE.matcher(text);
        String format = directive.matches() ? directive.group(2) : text;
        if (format.equals("combined") || format.equals("main")) {
            return read(format.equals("main") ? MAIN : COMBINED);
        }
        if (format.equals("common")) {
            return ApacheLogFormat.read(format);
        }
        Escape escape = Escape.BACKSLASH;
        Matcher named = ESCAPE.matcher(format);
        if (named.matches()) {
            escape = switch (named.group(1)) {
                case "default" -> Escape.BACKSLASH;
                case "json" -> Escape.JSON;
                case "none" -> Escape.NONE;
                default -> throw new IllegalArgumentException("escape=" + named.group(1) + " is not known: default, json or none");
            };
            format = named.group(2);
        }
        return new LogFormat(elements(unquoted(format)), escape);
    }

    /** The strings that a directive has, put together as nginx does; a text without quotes around it is one string. */
    private static String unquoted(String text) {
        if (!text.startsWith("'")) {
            return text;
        }
        StringBuilder all = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = text.charAt(at) == '\'' ? text.indexOf('\'', at + 1) : -1;
            if (end < 0) {
                throw new IllegalArgumentException("a single quote is missing in " + text.substring(at));
            }
            all.append(text, at + 1, end);
            at = end + 1;
            while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ';')) {
                at++;
            }
        }
        return all.toString();
    }

    private static List<Element> elements(String format) {
        List<Element> elements = new ArrayList<>();
        boolean hasTime = false;
        Matcher variable = VARIABLE.matcher(format);
        int at = 0;
        while (variable.find()) {
            elements.add(Element.literal(format.substring(at, variable.start())));
            String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
            Kind kind = KINDS.getOrDefault(name, Kind.TEXT);
            boolean time = TIMES.contains(kind) && !hasTime;
            hasTime |= time;
            elements.add(Element.variable(time ? "time" : camelCase(name), kind));
            at = variable.end();
        }
        elements.add(Element.literal(format.substring(at)));
        return elements;
    }

    /** {@code http_user_agent} as {@code httpUserAgent}; {@code host}, which is the machine elsewhere, as {@code httpHost}. */
    static String camelCase(String name) {
        if (name.equals("host")) {
            return "requestHost";
        }
        StringBuilder out = new StringBuilder();
        for (String word : name.toLowerCase(java.util.Locale.ROOT).split("[_-]+", -1)) {
            out.append(out.isEmpty() || word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return out.toString();
    }
}
