package dev.caravan.parse.web;

import dev.caravan.parse.web.LogFormat.Element;
import dev.caravan.parse.web.LogFormat.Escape;
import dev.caravan.parse.web.LogFormat.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Apache's {@code LogFormat} (Apache HTTP Server documentation, mod_log_config). Fields are named as {@link ApacheAccess}
 * names them, those of headers as nginx's variables: {@code %{X-Forwarded-For}i} is {@code httpXForwardedFor}.
 */
final class ApacheLogFormat {

    private static final String COMMON = "%h %l %u %t \"%r\" %>s %b";
    private static final Pattern DIRECTIVE = Pattern.compile("(?i:LogFormat)\\s+\"(.*)\"(?:\\s+[\\w-]+)?", Pattern.DOTALL);
    /** Status conditions and the choice of the original or the final request say nothing of the value's form. */
    private static final Pattern VARIABLE = Pattern.compile("%(?:%|[0-9!,]*[<>]?(?:\\{([^}]*)})?(\\^?[A-Za-z]{1,3}?))");

    private record Column(String field, Kind kind) {
    }

    private static final Map<String, Column> COLUMNS = Map.ofEntries(Map.entry("h", new Column("remoteAddr", Kind.WORD)),
        Map.entry("a", new Column("clientAddr", Kind.WORD)), Map.entry("A", new Column("serverAddr", Kind.WORD)),
        Map.entry("l", new Column("remoteIdent", Kind.TEXT)), Map.entry("u", new Column("remoteUser", Kind.TEXT)),
        Map.entry("t", new Column("time", Kind.TIME_LOCAL)), Map.entry("r", new Column("request", Kind.REQUEST)),
        Map.entry("s", new Column("status", Kind.NUMBER)), Map.entry("b", new Column("bodyBytesSent", Kind.NUMBER)),
        Map.entry("B", new Column("bodyBytesSent", Kind.NUMBER)), Map.entry("O", new Column("bytesSent", Kind.NUMBER)),
        Map.entry("I", new Column("bytesReceived", Kind.NUMBER)), Map.entry("S", new Column("bytesTotal", Kind.NUMBER)),
        Map.entry("D", new Column("requestMicroseconds", Kind.NUMBER)), Map.entry("T", new Column("requestTime", Kind.DECIMAL)),
        Map.entry("v", new Column("virtualHost", Kind.TEXT)), Map.entry("V", new Column("requestHost", Kind.TEXT)),
        Map.entry("p", new Column("virtualPort", Kind.NUMBER)), Map.entry("P", new Column("processId", Kind.NUMBER)),
        Map.entry("k", new Column("keepaliveRequests", Kind.NUMBER)), Map.entry("m", new Column("requestMethod", Kind.TEXT)),
        Map.entry("U", new Column("uri", Kind.TEXT)), Map.entry("q", new Column("queryString", Kind.TEXT)),
        Map.entry("H", new Column("serverProtocol", Kind.TEXT)), Map.entry("f", new Column("requestFilename", Kind.TEXT)),
        Map.entry("X", new Column("connectionStatus", Kind.WORD)), Map.entry("L", new Column("logId", Kind.WORD)),
        Map.entry("R", new Column("handler", Kind.TEXT)));
    /** Those with a name in braces, with what stands before the name in the field's. */
    private static final Map<String, String> NAMED = Map.of("i", "http_", "o", "sent_http_", "e", "env_", "C", "cookie_",
        "n", "note_", "^ti", "trailer_", "^to", "sent_trailer_");

    private ApacheLogFormat() {
    }

    static LogFormat read(String text) {
        Matcher directive = DIRECTIVE.matcher(text);
        String format = directive.matches() ? directive.group(1).replace("\\\"", "\"").replace("\\\\", "\\") : text;
        if (format.equals("common")) {
            format = COMMON;
        }
        List<Element> elements = new ArrayList<>();
        boolean hasHost = Pattern.compile("%[0-9!,]*[<>]?h").matcher(format).find();
        Matcher variable = VARIABLE.matcher(format);
        int at = 0;
        while (variable.find()) {
            elements.add(Element.literal(format.substring(at, variable.start())));
            elements.addAll(variable.group().equals("%%") ? List.of(Element.literal("%"))
                : column(variable.group(), variable.group(1), variable.group(2), hasHost));
            at = variable.end();
        }
        elements.add(Element.literal(format.substring(at)));
        return new LogFormat(elements, Escape.BACKSLASH);
    }

    private static List<Element> column(String directive, String name, String letter, boolean hasHost) {
        if (name != null && NAMED.containsKey(letter)) {
            return List.of(Element.variable(NginxLogFormat.camelCase(NAMED.get(letter) + name), Kind.TEXT));
        }
        if (letter.equals("t")) {
            // Apache puts its own form into brackets; another one is kept as it is.
            return name == null ? List.of(Element.literal("["), Element.variable("time", Kind.TIME_LOCAL), Element.literal("]"))
                : List.of(Element.variable("timeText", Kind.TEXT));
        }
        if (letter.equals("a") && !hasHost && name == null) {
            return List.of(Element.variable("remoteAddr", Kind.WORD));
        }
        if (letter.equals("T") && name != null) {
            return List.of(Element.variable(Map.of("us", "requestMicroseconds", "ms", "requestMilliseconds")
                .getOrDefault(name, "requestTime"), Kind.DECIMAL));
        }
        Column column = COLUMNS.get(letter);
        if (column == null) {
            throw new IllegalArgumentException(directive + " is not known");
        }
        String suffix = name == null ? "" : "_" + name;
        return List.of(Element.variable(suffix.isEmpty() ? column.field() : NginxLogFormat.camelCase(
            column.field().replaceAll("([A-Z])", "_$1") + suffix), column.kind()));
    }
}
