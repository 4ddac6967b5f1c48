package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.schema.Field;
import dev.caravan.schema.ValueType;

/** The fields of a request in the format combined, which nginx and Apache have in common. The names are those of Panther's Nginx.Access. */
final class CombinedFields {

    static final SerializableString REMOTE_ADDR = RecordWriter.name("remoteAddr");
    static final SerializableString REMOTE_USER = RecordWriter.name("remoteUser");
    static final SerializableString TIME = RecordWriter.name("time");
    static final SerializableString STATUS = RecordWriter.name("status");
    static final SerializableString BODY_BYTES_SENT = RecordWriter.name("bodyBytesSent");
    static final SerializableString HTTP_REFERER = RecordWriter.name("httpReferer");
    static final SerializableString HTTP_USER_AGENT = RecordWriter.name("httpUserAgent");

    private CombinedFields() {
    }

    /**
     * Declares the fields.
     *
     * @param time  when the server takes the time of a request
     * @param bytes what the bytes of an answer include
     */
    static Field[] declared(String time, String bytes) {
        return new Field[] {
            Field.text("remoteAddr", "Address of the client", "ip"),
            Field.text("remoteUser", "Name that the client gave for basic authentication", "username"),
            Field.eventTime("time", "Time of the event; " + time).required(true),
            Field.text("request", "Request line"),
            Field.of("status", ValueType.SMALLINT, "HTTP status of the answer"),
            Field.number("bodyBytesSent", "Bytes of the answer; " + bytes),
            Field.text("httpReferer", "Page that the client says it came from", "url"),
            Field.text("httpUserAgent", "Program that the client says it is"),
            Field.text("method", "Method from the request line, for example GET"),
            Field.text("path", "Path from the request line, without the query"),
            Field.text("protocol", "Protocol from the request line, for example HTTP/1.1"),
            Field.text("query", "Query from the request line, without the question mark"),
            Field.text("httpVersion", "Version of HTTP from the request line, for example 1.1"),
            Field.texts("extra", "Columns that follow those of the format combined, in their order"),
            Field.text("client_ip", "Address of the client behind the trusted proxies, with the setting trusted-proxies", "ip")};
    }
}
