package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.TimeText;
import java.time.ZoneOffset;
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
