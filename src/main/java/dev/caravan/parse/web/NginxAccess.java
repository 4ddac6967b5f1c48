package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.RecordType;
import java.util.List;

/**
 * Reads nginx's access log in its predefined format {@code combined} (nginx documentation, ngx_http_log_module):
 *
 * <pre>$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"</pre>
 *
 * <p>Fields: {@code remoteAddr}, {@code remoteUser}, {@code time} (RFC 3339 with the line's offset), {@code request},
 * {@code status}, {@code bodyBytesSent} (bytes, without headers), {@code httpReferer}, {@code httpUserAgent}; and where
 * the request line has them {@code method}, {@code path}, {@code query}, {@code protocol} and {@code httpVersion}. What people add
 * behind these columns, as nginx's packages do in their format {@code main}, is the list {@code extra}. A value of {@code -},
 * by which nginx says that there is none, is an absent field; an empty value, which it writes too, is an empty text.
 * nginx's escapes ({@code \x22}) are undone; bytes that are not UTF-8 then become U+FFFD.
 *
 * <p>The client chooses user, request, referer and agent, but nginx escapes each quote and backslash in them. So the first
 * quote of the line begins the request whatever the user name looks like, and the time is what stands just before it.
 */
public final class NginxAccess implements LineParser {

    private static final SerializableString REQUEST = RecordWriter.name("request");
    private static final SerializableString METHOD = RecordWriter.name("method");
    private static final SerializableString PATH = RecordWriter.name("path");
    private static final SerializableString PROTOCOL = RecordWriter.name("protocol");
    private static final SerializableString EXTRA = RecordWriter.name("extra");
    private static final SerializableString QUERY = RecordWriter.name("query");
    private static final SerializableString HTTP_VERSION = RecordWriter.name("httpVersion");

    private final AccessTime times = new AccessTime();

    @Override
    public RecordType records() {
        return RecordType.of("nginx-json", "Custom.NginxAccess", "Requests from nginx's access log in combined format",
            CombinedFields.declared("when the request was answered", "without headers"));
    }

    @Override
    public List<String> samples() {
        return List.of("nginx-access.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        byte[] b = line.bytes();
        int from = line.start();
        int to = line.end();
        if (JsonLine.looksLikeObject(b, from, to)) {
            // The server's format is JSON; its fields have the names that it gives them.
            JsonLine.pass(b, from, to, record);
            return true;
        }
        int quote = Ascii.indexOf(b, from, to, '"');
        int time = quote - AccessTime.LENGTH;
        int address = Ascii.tokenEnd(b, from, to);
        if (address == from || time < address + 4 || !Ascii.starts(b, address, time, " - ") || b[time - 1] != ' ') {
            throw new RefusedLineException("not the combined format: it begins otherwise");
        }
        writeValue(record, CombinedFields.REMOTE_ADDR, b, from, address);
        writeValue(record, CombinedFields.REMOTE_USER, b, address + 3, time - 1);
        record.text(CombinedFields.TIME, times.rfc3339(b, time), 0, 25);

        int requestEnd = closing(b, quote + 1, to);
        writeRequest(record, b, quote + 1, requestEnd);
        int status = after(b, requestEnd, to, "\" ");
        int statusEnd = Ascii.tokenEnd(b, status, to);
        record.number(CombinedFields.STATUS, number(b, status, statusEnd));
        int bytes = Math.min(statusEnd + 1, to);
        int bytesEnd = Ascii.tokenEnd(b, bytes, to);
        record.number(CombinedFields.BODY_BYTES_SENT, number(b, bytes, bytesEnd));

        int referer = after(b, bytesEnd, to, " \"");
        int refererEnd = closing(b, referer, to);
        writeValue(record, CombinedFields.HTTP_REFERER, b, referer, refererEnd);
        int agent = after(b, refererEnd, to, "\" \"");
        int agentEnd = closing(b, agent, to);
        writeValue(record, CombinedFields.HTTP_USER_AGENT, b, agent, agentEnd);
        writeExtra(record, b, agentEnd + 1, to);
        return true;
    }

    /** Further columns, which people add at the end: in quotes, or words. */
    static void writeExtra(RecordWriter record, byte[] b, int from, int lineEnd) throws RefusedLineException {
        int to = lineEnd;
        while (to > from && b[to - 1] == ' ') {
            // Formats of several strings often end in one.
            to--;
        }
        if (from == to) {
            return;
        }
        record.field(EXTRA);
        record.beginList();
        for (int at = from; at < to;) {
            if (b[at] != ' ' || at + 1 == to) {
                throw new RefusedLineException("not the combined format: something follows the user agent that is no further column");
            }
            boolean quoted = b[at + 1] == '"';
            int begin = quoted ? at + 2 : at + 1;
            int end = quoted ? closing(b, begin, to) : Ascii.tokenEnd(b, begin, to);
            byte[] text = new byte[end - begin];
            record.value(text, 0, unescape(b, begin, end, text));
            at = quoted ? end + 1 : end;
        }
        record.endList();
    }

    /** The request line, and its parts when it has the form of one. */
    static void writeRequest(RecordWriter record, byte[] b, int from, int to) {
        writeValue(record, REQUEST, b, from, to);
        int method = from;
        // What nginx takes for a method; anything else is no HTTP, for example a TLS handshake.
        while (method < to && (b[method] >= 'A' && b[method] <= 'Z' || b[method] == '_' || b[method] == '-')) {
            method++;
        }
        if (method == from || method + 1 >= to || b[method] != ' ') {
            return;
        }
        int path = method + 1;
        // Old versions of nginx let spaces pass in the path: the protocol is what follows the last one.
        int space = Ascii.lastIndexOf(b, path, to, ' ');
        if (space > path && isProtocol(b, space + 1, to)) {
            record.text(METHOD, b, from, method);
            writeTarget(record, b, path, space);
            record.text(PROTOCOL, b, space + 1, to);
            record.text(HTTP_VERSION, b, space + 6, to);
        } else if (space < 0 && b[path] == '/') {
            record.text(METHOD, b, from, method);
            writeTarget(record, b, path, to);
        }
    }

    /** The path, and what follows the first question mark (RFC 3986, section 3.4). */
    private static void writeTarget(RecordWriter record, byte[] b, int from, int to) {
        int question = Ascii.indexOf(b, from, to, '?');
        writeText(record, PATH, b, from, question < 0 ? to : question);
        if (question >= 0) {
            writeText(record, QUERY, b, question + 1, to);
        }
    }

    private static boolean isProtocol(byte[] b, int from, int to) {
        if (to - from < 6 || !Ascii.starts(b, from, to, "HTTP/")) {
            return false;
        }
        for (int i = from + 5; i < to; i++) {
            if (!Ascii.isDigit(b[i]) && b[i] != '.') {
                return false;
            }
        }
        return true;
    }

    static void writeValue(RecordWriter record, SerializableString name, byte[] b, int from, int to) {
        if (to - from != 1 || b[from] != '-') {
            writeText(record, name, b, from, to);
        }
    }

    private static void writeText(RecordWriter record, SerializableString name, byte[] b, int from, int to) {
        if (record.plainText(name, b, from, to)) {
            return;
        }
        if (Ascii.indexOf(b, from, to, '\\') < 0) {
            record.text(name, b, from, to);
        } else {
            byte[] text = new byte[to - from];
            record.text(name, text, 0, unescape(b, from, to, text));
        }
    }

    /**
     * Writes a value without its escapes, and returns its length then: nginx writes {@code \xHH} only, Apache a letter for some control characters too
     * (ap_escape_logitem in its util.c). nginx writes no backslash but that, so a letter means the same in both.
     */
    static int unescape(byte[] b, int from, int to, byte[] out) {
        int n = 0;
        for (int i = from; i < to; i++) {
            byte c = b[i];
            if (c == '\\' && i + 1 < to) {
                int letter = "\"\\bfnrtv".indexOf(b[i + 1]);
                if (letter >= 0) {
                    c = (byte) "\"\\\b\f\n\r\t\u000b".charAt(letter);
                    i++;
                } else if (b[i + 1] == 'x' && i + 3 < to) {
                    int high = Character.digit(b[i + 2], 16);
                    int low = Character.digit(b[i + 3], 16);
                    if (high >= 0 && low >= 0) {
                        c = (byte) (high << 4 | low);
                        i += 3;
                    }
                }
            }
            out[n++] = c;
        }
        return n;
    }

    static long number(byte[] b, int from, int to) throws RefusedLineException {
        long n = Ascii.number(b, from, to);
        if (n < 0) {
            throw new RefusedLineException("not the combined format: status or size is no number");
        }
        return n;
    }

    /** Index of the quote that ends the text; a quote after a backslash does not. */
    static int closing(byte[] b, int from, int to) throws RefusedLineException {
        int quote = Ascii.indexOf(b, from, to, '"');
        while (quote > from && b[quote - 1] == '\\' && isEscaped(b, from, quote)) {
            quote = Ascii.indexOf(b, quote + 1, to, '"');
        }
        if (quote >= 0) {
            return quote;
        }
        throw new RefusedLineException("not the combined format: a quote is missing, the line may be cut");
    }

    /** Whether an odd number of backslashes stands before it: two are one that is meant. */
    private static boolean isEscaped(byte[] b, int from, int at) {
        int i = at;
        while (i > from && b[i - 1] == '\\') {
            i--;
        }
        return (at - i) % 2 == 1;
    }

    static int after(byte[] b, int from, int to, String text) throws RefusedLineException {
        if (!Ascii.starts(b, from, to, text)) {
            throw new RefusedLineException("not the combined format: the columns differ");
        }
        return from + text.length();
    }
}
