package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.IpAddress;
import dev.caravan.parse.core.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * The context that nginx appends to an error message of a request, a mail session or a stream session
 * (ngx_http_log_error_handler in ngx_http_request.c, ngx_mail_log_error in ngx_mail_handler.c, ngx_stream_log_error in
 * ngx_stream_handler.c with ngx_stream_proxy_log_error), always in this order, each part but client and server only where there is
 * one:
 *
 * <pre>, client: A, server: S, request: "R", subrequest: "T", upstream: "U", host: "H", referrer: "F"
 * , client: A using starttls, server: S, login: "L", upstream: U
 * , udp client: A, server: S, upstream: "U", bytes from/to client:1/2, bytes from/to upstream:3/4</pre>
 *
 * <p>nginx escapes nothing here, and the client chooses R, H, F, L and often a part of the message before (the path of a
 * file). So he can write a context of his own, with another client's address, before or behind the true one. These
 * rules choose:
 * <ol>
 * <li>No quote before the first context: it is the true one, because nginx puts quotes around what it quotes from the
 *     client. (Messages of Lua or njs code may not.)
 * <li>It is the only one, and the line was not cut: it is the true one, because nginx always appends one.
 * <li>The first one reads without a quote inside a value to the very end of the line, and the line was not cut: it is
 *     the true one. A forged one in the message is followed by the rest of the message and the true one, so it does not.
 * <li>Else nobody can tell. No field is given, and the message keeps all.
 * </ol>
 * What remains: values that hold {@code ", host: "} and the like. When the parts then are out of order or there twice,
 * only client and server are given. When they are in order, as in the request {@code GET /", upstream: "x}, they look
 * like nginx's own, and cannot be told from them: client and server are safe, the quoted fields are the client's word.
 */
final class NginxContext {

    private static final SerializableString CLIENT = RecordWriter.name("client");
    private static final SerializableString SERVER = RecordWriter.name("server");
    private static final SerializableString TRANSPORT = RecordWriter.name("transport");
    private static final SerializableString STARTTLS = RecordWriter.name("starttls");
    private static final SerializableString[] FIELDS = {RecordWriter.name("request"), RecordWriter.name("subrequest"),
        RecordWriter.name("upstream"), RecordWriter.name("http_host"), RecordWriter.name("referrer"), RecordWriter.name("login")};
    private static final SerializableString[] BYTES = {RecordWriter.name("bytes_from_client"), RecordWriter.name("bytes_to_client"),
        RecordWriter.name("bytes_from_upstream"), RecordWriter.name("bytes_to_upstream")};
    private static final String[] BEGINS = {", request: \"", ", subrequest: \"", ", upstream: \"", ", host: \"",
        ", referrer: \""};
    private static final int UPSTREAM = 2;
    private static final int LOGIN = 5;
    private static final String CLIENT_BEGIN = "client: ";
    private static final String SERVER_BEGIN = ", server: ";
    private static final String LOGIN_BEGIN = ", login: \"";
    /** Mail has no quotes around the name of the upstream. */
    private static final String MAIL_UPSTREAM = "\", upstream: ";
    private static final String STARTTLS_END = " using starttls";
    private static final String BYTES_CLIENT = ", bytes from/to client:";
    private static final String BYTES_UPSTREAM = ", bytes from/to upstream:";

    private final byte[] b;
    private final int start;
    private final int client;
    private final int server;
    private final int serverEnd;
    private final int[] from = new int[FIELDS.length];
    private final int[] to = new int[FIELDS.length];
    private long @Nullable [] bytes;
    private final boolean whole;
    private boolean plain = true;

    private NginxContext(byte[] b, int start, int lineEnd, boolean cut) {
        this.b = b;
        this.start = start;
        this.client = Ascii.find(b, start, lineEnd, CLIENT_BEGIN) + CLIENT_BEGIN.length();
        this.server = Ascii.find(b, start, lineEnd, SERVER_BEGIN) + SERVER_BEGIN.length();
        this.serverEnd = serverEnd(b, server, lineEnd);
        this.whole = Ascii.starts(b, serverEnd, lineEnd, LOGIN_BEGIN) ? mail(lineEnd, cut) : split(bytesBegin(lineEnd, cut), cut);
    }

    /**
     * The context at the end of a message, or null when there is none that can be trusted.
     *
     * @param cut the line is as long as nginx makes them, so its end may be missing
     */
    static @Nullable NginxContext of(byte[] b, int message, int end, boolean cut) {
        int first = find(b, message, end);
        if (first < 0) {
            return null;
        }
        NginxContext context = new NginxContext(b, first, end, cut);
        boolean safe = Ascii.indexOf(b, message, first, '"') < 0
            || !cut && (context.whole && context.plain || find(b, first + 1, end) < 0);
        return safe ? context : null;
    }

    /** Index of the comma before {@code client}. */
    int start() {
        return start;
    }

    /** Whether all of the context is in fields. */
    boolean isWhole() {
        return whole;
    }

    void write(RecordWriter record) {
        int clientEnd = server - SERVER_BEGIN.length();
        boolean starttls = Ascii.ends(b, client, clientEnd, STARTTLS_END);
        record.text(CLIENT, b, client, starttls ? clientEnd - STARTTLS_END.length() : clientEnd);
        if (starttls) {
            record.bool(STARTTLS, true);
        }
        if (client - start > CLIENT_BEGIN.length() + 2) {
            record.text(TRANSPORT, "udp");
        }
        if (serverEnd > server) {
            record.text(SERVER, b, server, serverEnd);
        }
        for (int i = 0; whole && i < FIELDS.length; i++) {
            if (from[i] > 0) {
                record.text(FIELDS[i], b, from[i], to[i]);
            }
        }
        for (int i = 0; whole && bytes != null && i < BYTES.length; i++) {
            record.number(BYTES[i], bytes[i]);
        }
    }

    /** Index of the first {@code , client: A, server: S} with an address A, followed by a quoted part or nothing. */
    private static int find(byte[] b, int from, int end) {
        for (int i = Ascii.find(b, from, end, CLIENT_BEGIN); i >= 0; i = Ascii.find(b, i + 1, end, CLIENT_BEGIN)) {
            int begin = Ascii.ends(b, from, i, ", ") ? i - 2 : Ascii.ends(b, from, i, ", udp ") ? i - 6 : -1;
            int client = i + CLIENT_BEGIN.length();
            int clientEnd = begin < 0 ? -1 : Ascii.indexOf(b, client, Math.min(end, client + 80), ',');
            if (clientEnd > 0 && Ascii.starts(b, clientEnd, end, SERVER_BEGIN) && isClient(b, client, clientEnd)
                && serverEnd(b, clientEnd + SERVER_BEGIN.length(), end) >= 0) {
                return begin;
            }
        }
        return -1;
    }

    private static boolean isClient(byte[] b, int from, int to) {
        int end = Ascii.ends(b, from, to, STARTTLS_END) ? to - STARTTLS_END.length() : to;
        return IpAddress.isLiteral(b, from, end) || Ascii.starts(b, from, end, "unix:");
    }

    /** The end of the server's name, or -1 when neither a further part nor the end of the line follows it. */
    private static int serverEnd(byte[] b, int from, int end) {
        for (int i = from; i < end; i++) {
            if (b[i] == '"') {
                return -1;
            }
            if (b[i] == ',' && (part(b, i, end) >= 0 || Ascii.starts(b, i, end, LOGIN_BEGIN) || Ascii.starts(b, i, end, BYTES_CLIENT))) {
                return i;
            }
            if (b[i] == ',' && i + 1 < end && b[i + 1] == ' ') {
                return -1;
            }
        }
        return end;
    }

    /** Which quoted part begins here, or -1. */
    private static int part(byte[] b, int at, int end) {
        for (int i = 0; i < BEGINS.length; i++) {
            if (Ascii.starts(b, at, end, BEGINS[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Finds the quoted parts; false when they can be read in more than one way, or are none of HTTP's. */
    private boolean split(int end, boolean cut) {
        int last = -1;
        for (int at = serverEnd; at < end;) {
            int part = part(b, at, end);
            if (part <= last || bytes != null && part != UPSTREAM) {
                return false;
            }
            last = part;
            int value = at + BEGINS[part].length();
            int valueEnd = value;
            while (valueEnd < end && !(b[valueEnd] == '"' && part(b, valueEnd + 1, end) >= 0)) {
                valueEnd++;
            }
            at = valueEnd + 1;
            if (valueEnd == end && value < end && b[end - 1] == '"') {
                valueEnd--;
            } else if (valueEnd == end && !cut) {
                return false;
            }
            plain &= Ascii.indexOf(b, value, valueEnd, '"') < 0;
            from[part] = value;
            to[part] = valueEnd;
        }
        return true;
    }

    /** Finds login and upstream; the login may hold what looks like an upstream, but the true one has no quote behind it. */
    private boolean mail(int end, boolean cut) {
        int login = serverEnd + LOGIN_BEGIN.length();
        int upstream = Ascii.findLast(b, login, end, MAIL_UPSTREAM);
        boolean hasUpstream = upstream >= 0 && Ascii.indexOf(b, upstream + MAIL_UPSTREAM.length(), end, '"') < 0;
        int loginEnd = hasUpstream ? upstream : end - 1;
        if (cut || loginEnd < login || b[loginEnd] != '"') {
            return false;
        }
        plain = Ascii.indexOf(b, login, loginEnd, '"') < 0;
        from[LOGIN] = login;
        to[LOGIN] = loginEnd;
        if (hasUpstream) {
            from[UPSTREAM] = upstream + MAIL_UPSTREAM.length();
            to[UPSTREAM] = end;
        }
        return true;
    }

    /** Where the numbers of bytes begin, with which a stream's context ends; {@code end} when there are none. */
    private int bytesBegin(int end, boolean cut) {
        int client = cut ? -1 : Ascii.findLast(b, serverEnd, end, BYTES_CLIENT);
        int upstream = client < 0 ? -1 : Ascii.find(b, client, end, BYTES_UPSTREAM);
        if (upstream < 0) {
            return end;
        }
        long[] numbers = new long[BYTES.length];
        boolean read = pair(client + BYTES_CLIENT.length(), upstream, numbers, 0)
            && pair(upstream + BYTES_UPSTREAM.length(), end, numbers, 2);
        bytes = read ? numbers : null;
        return read ? client : end;
    }

    private boolean pair(int begin, int end, long[] numbers, int at) {
        int slash = Ascii.indexOf(b, begin, end, '/');
        if (slash < 0) {
            return false;
        }
        numbers[at] = Ascii.number(b, begin, slash);
        numbers[at + 1] = Ascii.number(b, slash + 1, end);
        return numbers[at] >= 0 && numbers[at + 1] >= 0;
    }
}
