package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.TimeText;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import dev.caravan.schema.ValueType;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Traefik's access log. JSON passes; lines of the common log format, Traefik's default (CommonLogFormatter in its
 * logger_formatters.go), become records with the names that Traefik's JSON has:
 *
 * <pre>203.0.113.7 - - [25/Nov/2026:02:25:37 +0000] "GET / HTTP/1.1" 200 6 "referer" "agent" 12 "router@docker" "http://10.0.0.2:80" 3ms</pre>
 *
 * <p>{@code time} is when the request began, {@code Duration} nanoseconds as in JSON, though Traefik prints milliseconds here. A value of
 * {@code -} is an absent field.
 *
 * <p>Traefik escapes nothing, and a client chooses user, query, referer and agent. Its address comes first, and router, service and
 * duration last, without a quote in them. A line in which what stands between can be read in two ways is refused; where only referer and
 * agent cannot be told apart, they are absent, and {@code message} is the line.
 */
public final class TraefikAccess implements LineParser {

    private static final SerializableString[] HEAD_FIELDS = {null, RecordWriter.name("time"), RecordWriter.name("RequestMethod"),
        RecordWriter.name("RequestPath"), RecordWriter.name("RequestProtocol"), RecordWriter.name("OriginStatus"),
        RecordWriter.name("OriginContentSize")};
    private static final SerializableString[] TAIL_FIELDS = {null, RecordWriter.name("RequestCount"), RecordWriter.name("RouterName"),
        RecordWriter.name("ServiceURL"), RecordWriter.name("Duration")};
    private static final SerializableString CLIENT_HOST = RecordWriter.name("ClientHost");
    private static final SerializableString CLIENT_USERNAME = RecordWriter.name("ClientUsername");
    private static final SerializableString REFERER = RecordWriter.name("request_Referer");
    private static final SerializableString AGENT = RecordWriter.name("request_User-Agent");
    private static final SerializableString MESSAGE = RecordWriter.name("message");

    private static final Pattern HEAD = Pattern.compile(" \\[([0-9]{2}/[A-Za-z]{3}/[0-9]{4}:[0-9:]{8} [+-][0-9]{4})\\] \"([^ \"]++) ([^ ]++)"
        + " (HTTP/[0-9.]++|-)\" ([0-9]{1,4}+|-) ([0-9]{1,18}+|-) \"");
    private static final Pattern TAIL = Pattern.compile("\" ([0-9]{1,18}+|-) \"([^\"]*+)\" \"([^\"]*+)\" ([0-9]{1,12}+)ms\\z");

    private final TimeText time = new TimeText("dd/MMM/yyyy:HH:mm:ss Z", ZoneOffset.UTC);

    @Override
    public RecordType records() {
        return RecordType.of("traefik", "Custom.Traefik",
            "Traefik's access log, in its format json or common; headers that are kept come as request_NAME and more",
            Field.eventTime("time", "Time of the event; when the line was written, in the common format when the request began").required(true),
            Field.time("StartUTC", "When the request began, in UTC"),
            Field.time("StartLocal", "When the request began, in the time zone of the machine"),
            Field.text("ClientAddr", "Address and port of the client"),
            Field.text("ClientHost", "Address of the client", "ip"),
            Field.text("ClientPort", "Port of the client"),
            Field.text("ClientUsername", "Account of the client, or -", "username"),
            Field.text("RequestAddr", "Host that was asked for, maybe with a port"),
            Field.text("RequestHost", "Host that was asked for", "hostname"),
            Field.text("RequestPort", "Port that was asked for, or -"),
            Field.text("RequestMethod", "Method of the request, for example GET"),
            Field.text("RequestPath", "Target of the request with its query"),
            Field.text("RequestProtocol", "Protocol of the request, for example HTTP/2.0"),
            Field.text("RequestScheme", "Scheme of the request, https or http"),
            Field.number("RequestContentSize", "Bytes of the request"),
            Field.number("RequestCount", "Number of requests since Traefik started"),
            Field.of("DownstreamStatus", ValueType.SMALLINT, "HTTP status of the answer"),
            Field.number("DownstreamContentSize", "Bytes of the answer"),
            Field.of("OriginStatus", ValueType.SMALLINT, "HTTP status of the answer from the service"),
            Field.number("OriginContentSize", "Bytes of the answer from the service"),
            Field.number("OriginDuration", "Nanoseconds that the service took"),
            Field.number("Duration", "Nanoseconds that all took"),
            Field.number("Overhead", "Nanoseconds that Traefik took"),
            Field.number("RetryAttempts", "How often the service was asked again"),
            Field.text("RouterName", "Router that took the request"),
            Field.text("ServiceName", "Service that was asked"),
            Field.text("ServiceAddr", "Address and port of the service"),
            Field.of("ServiceURL", ValueType.JSON, "URL of the service, as text or as an object of its parts, as the version of Traefik has it"),
            Field.text("TLSVersion", "Version of TLS, for example 1.3"),
            Field.text("TLSCipher", "Cipher of TLS"),
            Field.text("TLSClientSubject", "Subject of the client certificate"),
            Field.text("entryPointName", "Entry point that the request came to"),
            Field.text("request_User-Agent", "Program that the client says it is"),
            Field.text("request_Referer", "Page that the client says it came from", "url"),
            Field.text("request_X-Forwarded-For", "Addresses that proxies wrote"),
            Field.text("TraceId", "Number of the trace", "trace_id"),
            Field.text("SpanId", "Number of the span"),
            Field.text("level", "Level of the message"),
            Field.text("msg", "Empty"),
            Field.text("message", "The line, where referer and agent cannot be distinguished in the common format"),
            Field.of("GzipRatio", ValueType.FLOAT, "How much compression made of the answer"),
            Field.text("DownstreamStatusLine", "HTTP status of the answer with its text"),
            Field.text("OriginStatusLine", "HTTP status of the answer from the service with its text"),
            Field.text("FrontendName", "Frontend that took the request, in version 1"),
            Field.text("BackendName", "Backend that was asked, in version 1"),
            Field.text("BackendAddr", "Address and port of the backend, in version 1"),
            Field.of("BackendURL", ValueType.JSON, "URL of the backend as an object of its parts, in version 1"),
            Field.text("trace_id", "Number of the trace", "trace_id"),
            Field.text("span_id", "Number of the span"),
            Field.text("KubernetesIngressNamespace", "Namespace of the Ingress that the router belongs to"),
            Field.text("KubernetesIngressName", "Ingress that the router belongs to"),
            Field.text("KubernetesServiceName", "Service of Kubernetes behind the route"),
            Field.text("KubernetesServicePort", "Port of the service of Kubernetes"),
            Field.text("KubernetesIngressRouteNamespace", "Namespace of the IngressRoute that the router belongs to"),
            Field.text("KubernetesIngressRouteName", "IngressRoute that the router belongs to"));
    }

    @Override
    public List<String> samples() {
        return List.of("traefik-clf.log", "traefik-access.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        if (JsonLine.looksLikeObject(line.bytes(), line.start(), line.end())) {
            JsonLine.pass(line.bytes(), line.start(), line.end(), record);
            return true;
        }
        String text = line.toString();
        int host = text.indexOf(' ');
        Matcher tail = TAIL.matcher(text);
        if (host <= 0 || !text.startsWith(" - ", host) || !tail.find()) {
            throw new RefusedLineException("neither JSON nor Traefik's common log format");
        }
        Matcher head = HEAD.matcher(text).region(host + 3, tail.start());
        if (!head.find()) {
            throw new RefusedLineException("not Traefik's common log format: no time, request, status and size");
        }
        Matcher other = HEAD.matcher(text).region(head.start() + 1, tail.start());
        if (other.find()) {
            throw new RefusedLineException("the line can be read in two ways, for Traefik does not escape what a client sent: log JSON");
        }
        record.text(HEAD_FIELDS[1], time.rfc3339(head.group(1), line.origin().time()));
        text(CLIENT_HOST, text.substring(0, host), record);
        text(CLIENT_USERNAME, text.substring(host + 3, head.start()), record);
        for (int i = 2; i <= 4; i++) {
            text(HEAD_FIELDS[i], head.group(i), record);
        }
        number(HEAD_FIELDS[5], head.group(5), 1, record);
        number(HEAD_FIELDS[6], head.group(6), 1, record);
        number(TAIL_FIELDS[1], tail.group(1), 1, record);
        text(TAIL_FIELDS[2], tail.group(2), record);
        text(TAIL_FIELDS[3], tail.group(3), record);
        number(TAIL_FIELDS[4], tail.group(4), 1_000_000, record);
        String headers = text.substring(head.end(), tail.start());
        int middle = headers.indexOf("\" \"");
        if (middle >= 0 && headers.indexOf("\" \"", middle + 1) < 0) {
            text(REFERER, headers.substring(0, middle), record);
            text(AGENT, headers.substring(middle + 3), record);
        } else {
            record.text(MESSAGE, text);
        }
        return true;
    }

    private static void text(SerializableString name, String value, RecordWriter record) {
        if (!value.equals("-")) {
            record.text(name, value);
        }
    }

    private static void number(SerializableString name, String value, long unit, RecordWriter record) {
        if (!value.equals("-")) {
            record.number(name, Long.parseLong(value) * unit);
        }
    }
}
