package dev.caravan.parse.web;

import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import dev.caravan.schema.ValueType;
import java.util.List;

/**
 * Reads Caddy's access log (Caddy documentation, "log"; its encoder is {@code json} where the log goes to a file). Each line is one JSON object
 * and passes as {@link JsonLine} has it, so the fields are Caddy's.
 */
public final class CaddyAccess implements LineParser {

    private final JsonLine json = new JsonLine();

    @Override
    public RecordType records() {
        return RecordType.of("caddy", "Custom.Caddy", "Caddy's access log, JSON with times as numbers as it is by default",
            Field.eventTime("ts", "When the request was answered", "unix").required(true),
            Field.text("level", "Level of the message, for example info; error where the answer is 5xx"),
            Field.text("logger", "Name of the logger, for example http.log.access.log0"),
            Field.text("msg", "Message, handled request for a request"),
            Field.object("request", "Request",
                Field.text("remote_ip", "Address of the client, or of the proxy before this server", "ip"),
                Field.text("remote_port", "Port of the client"),
                Field.text("client_ip", "Address of the client as trusted proxies tell it", "ip"),
                Field.text("proto", "Protocol, for example HTTP/2.0"),
                Field.text("method", "Method, for example GET"),
                Field.text("host", "Host that was asked for, maybe with a port"),
                Field.text("uri", "Target with its query"),
                Field.of("headers", ValueType.JSON, "Headers of the request; Caddy leaves out credentials unless its configuration says otherwise"),
                Field.object("tls", "TLS of the connection",
                    Field.of("resumed", ValueType.BOOLEAN, "Whether an earlier TLS session was used"),
                    Field.of("version", ValueType.INT, "Version of TLS, 772 for 1.3"),
                    Field.of("cipher_suite", ValueType.INT, "Number of the cipher suite"),
                    Field.text("proto", "Protocol of ALPN, for example h2"),
                    Field.text("server_name", "Name that the client asked for in TLS", "domain"),
                    Field.of("ech", ValueType.BOOLEAN, "Whether the name was encrypted"),
                    Field.text("client_common_name", "Common name of the client certificate"),
                    Field.text("client_serial", "Serial number of the client certificate"))),
            Field.number("bytes_read", "Bytes of the request body that were read"),
            Field.text("user_id", "Account of the client, where there is authentication", "username"),
            Field.of("duration", ValueType.FLOAT, "Seconds that the answer took"),
            Field.number("size", "Bytes of the answer"),
            Field.of("status", ValueType.SMALLINT, "HTTP status of the answer; 0 when there was none"),
            Field.of("resp_headers", ValueType.JSON, "Headers of the answer"),
            Field.text("err_id", "Number of the error, where the request failed"),
            Field.text("err_trace", "Place in the program, where the request failed"));
    }

    @Override
    public List<String> samples() {
        return List.of("caddy-access.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        return json.parse(line, record);
    }
}
