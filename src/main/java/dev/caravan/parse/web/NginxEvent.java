package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.IpAddress;
import dev.caravan.parse.core.JsonNumber;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * What an error message of nginx is about, by the words with which its source begins it: the field {@code event}, and what the
 * message names. Where these words are is nginx's, so a client cannot choose the event; names that he chose end where nginx's own
 * words follow for the last time.
 */
final class NginxEvent {

    private static final SerializableString EVENT = RecordWriter.name("event");
    private static final SerializableString USER = RecordWriter.name("user");
    private static final SerializableString ZONE = RecordWriter.name("zone");
    private static final SerializableString EXCESS = RecordWriter.name("excess");
    private static final SerializableString CLIENT = RecordWriter.name("client");
    private static final SerializableString CLIENT_PORT = RecordWriter.name("client_port");
    private static final SerializableString SERVER = RecordWriter.name("server");
    private static final SerializableString TRANSPORT = RecordWriter.name("transport");

    private static final String[][] BEGINS = {
        {"access forbidden by rule", "forbidden"},
        {"auth request unexpected status", "auth_error"},
        {"no user/password was provided for basic authentication", "auth_missing"},
        {"client login failed", "auth_failed"},
        {"client logged in", "login"},
        {"client intended to send too large", "body_too_large"},
        {"client sent ", "bad_request"},
        {"client timed out", "client_timed_out"},
        {"client prematurely closed connection", "client_closed"},
        {"SSL_do_handshake() failed", "tls_failed"},
        {"peer closed connection in SSL handshake", "tls_failed"},
        {"FastCGI sent in stderr", "script_error"},
        {"no live upstreams", "upstream_failed"},
        {"upstream ", "upstream_failed"},
        {"ModSecurity: ", "modsecurity"},
    };

    private NginxEvent() {
    }

    /**
     * Writes the fields of a message.
     *
     * @param end     where the message ends: at the context, or at the end of the line where no context can be trusted
     * @param trusted whether that end is certain
     */
    static void write(RecordWriter record, byte[] b, int from, int end, boolean trusted) {
        String event = null;
        if (Ascii.starts(b, from, end, "limiting ") || Ascii.starts(b, from, end, "delaying request")) {
            event = limited(record, b, from, end);
        } else if (Ascii.starts(b, from, end, "user \"")) {
            event = user(record, b, from + 6, end, trusted);
        } else if (Ascii.starts(b, from, end, "open() \"") || Ascii.starts(b, from, end, "\"")) {
            event = trusted ? file(b, from, end) : null;
        } else if (Ascii.starts(b, from, end, "directory index of \"")) {
            event = trusted && Ascii.ends(b, from, end, "\" is forbidden") ? "forbidden" : null;
        } else if (!trusted && (Ascii.starts(b, from, end, "client ") || Ascii.starts(b, from, end, "udp client "))) {
            event = client(record, b, from, end);
        }
        for (int i = 0; event == null && i < BEGINS.length; i++) {
            event = Ascii.starts(b, from, end, BEGINS[i][0]) ? BEGINS[i][1] : null;
        }
        if (event == null && trusted && isAboutUpstream(b, from, end)) {
            event = "upstream_failed";
        }
        if (event != null) {
            record.text(EVENT, event);
            if (event.equals("modsecurity")) {
                ModSecurity.write(record, b, from, end, false);
            }
        }
    }

    /** ngx_http_limit_req_module, ngx_http_limit_conn_module, ngx_stream_limit_conn_module; the zone is the administrator's. */
    private static @Nullable String limited(RecordWriter record, byte[] b, int from, int end) {
        int zone = Ascii.find(b, from, end, " by zone \"");
        int zoneEnd = zone < 0 ? -1 : Ascii.indexOf(b, zone + 10, end, '"');
        if (zoneEnd < 0) {
            return null;
        }
        record.text(ZONE, b, zone + 10, zoneEnd);
        int excess = Ascii.find(b, from, zone, "excess: ");
        if (excess >= 0) {
            String text = Utf8.text(b, excess + 8, b[zone - 1] == ',' ? zone - 1 : zone);
            if (JsonNumber.isNumber(text)) {
                record.number(EXCESS, text);
            }
        }
        if (Ascii.find(b, from, zone, "dry run") >= 0) {
            return "limit_dry_run";
        }
        return Ascii.starts(b, from, end, "delaying") ? "request_delayed"
            : Ascii.starts(b, from, end, "limiting requests") ? "request_limited" : "connection_limited";
    }

    /** ngx_http_auth_basic_module: {@code user "U": password mismatch}, {@code user "U" was not found in "FILE"}. */
    private static String user(RecordWriter record, byte[] b, int user, int end, boolean trusted) {
        if (trusted) {
            int userEnd = Ascii.ends(b, user, end, "\": password mismatch") ? end - 20
                : Ascii.ends(b, user, end, "\"") ? Ascii.findLast(b, user, end, "\" was not found in \"") : -1;
            if (userEnd >= user) {
                record.text(USER, b, user, userEnd);
            }
        }
        return "auth_failed";
    }

    /** {@code open() "F" failed (2: No such file or directory)}, {@code "F" is not found (2: …)}; also (13: Permission denied). */
    private static @Nullable String file(byte[] b, int from, int end) {
        int number = Ascii.findLast(b, from, end, " (");
        int colon = number < 0 ? -1 : Ascii.indexOf(b, number, end, ':');
        if (colon < 0 || b[end - 1] != ')' || !Ascii.ends(b, from, number, "\" failed") && !Ascii.ends(b, from, number, "\" is not found")
            && !Ascii.ends(b, from, number, "\" is forbidden")) {
            return null;
        }
        long error = Ascii.number(b, number + 2, colon);
        return error == 2 || error == 20 ? "not_found" : error == 13 ? "permission_denied" : "file_error";
    }

    /** {@code client A closed keepalive connection}, {@code udp client A:P connected to S}: these have no context. */
    private static @Nullable String client(RecordWriter record, byte[] b, int from, int end) {
        boolean udp = b[from] == 'u';
        int address = from + (udp ? 11 : 7);
        int addressEnd = Ascii.tokenEnd(b, address, end);
        boolean closed = Ascii.is(b, addressEnd, end, " closed keepalive connection");
        boolean connected = Ascii.starts(b, addressEnd, end, " connected to ")
            && Ascii.tokenEnd(b, addressEnd + 14, end) == end;
        int colon = connected ? Ascii.lastIndexOf(b, address, addressEnd, ':') : -1;
        long port = colon < 0 ? -1 : Ascii.number(b, colon + 1, addressEnd);
        if (port >= 0) {
            addressEnd = colon;
        }
        boolean bracketed = port >= 0 && addressEnd - address > 2 && b[address] == '[' && b[addressEnd - 1] == ']';
        int begin = bracketed ? address + 1 : address;
        int stop = bracketed ? addressEnd - 1 : addressEnd;
        if (!closed && !connected || !IpAddress.isLiteral(b, begin, stop)) {
            return null;
        }
        record.text(CLIENT, b, begin, stop);
        if (udp) {
            record.text(TRANSPORT, "udp");
        }
        if (port >= 0) {
            record.number(CLIENT_PORT, port);
        }
        if (connected) {
            record.text(SERVER, b, Ascii.findLast(b, address, end, " ") + 1, end);
        }
        return connected ? "client_connected" : "client_closed";
    }

    /** Whether the message ends in nginx's word of what it did, and that was with the upstream. */
    private static boolean isAboutUpstream(byte[] b, int from, int end) {
        int action = Ascii.findLast(b, from, end, " while ");
        return action >= 0 && Ascii.indexOf(b, action, end, '"') < 0 && Ascii.find(b, action, end, "upstream") >= 0;
    }
}
