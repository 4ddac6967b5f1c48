package dev.caravan.parse;

import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.web.AccessLog;
import dev.caravan.parse.web.LogFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Lines as the programs write them, with their escapes, from a truth that is known. */
final class TrueLines {

    private static final String TIME = "25/Nov/2026:02:25:37 +0000";
    private static final Parsers PARSERS = new Parsers(ZoneOffset.UTC);

    private final Hostile any;
    private final List<Supplier<Truth>> kinds = List.of(this::nginx, this::nginxMain, this::nginxUnescaped, this::apache, this::nginxError,
        this::nginxMail, this::apacheError, this::modSecurity, this::fail2ban, this::traefik, this::zeek, this::json, this::ssh, this::su,
        this::auditd, this::ss, this::netstat, this::who);
    private final AccessLog main = new AccessLog(LogFormat.of("main"), null);
    private final AccessLog unescaped = new AccessLog(LogFormat.of("escape=none $remote_addr [$time_local] \"$request\" $status"
        + " \"$http_user_agent\" \"$http_referer\" $request_time"), null);

    TrueLines(Random random) {
        any = new Hostile(random);
    }

    Truth next() {
        return kinds.get(any.number(kinds.size())).get();
    }

    private static LineParser parser(String name) {
        return PARSERS.get(name);
    }

    /** ngx_http_log_escape; Apache's ap_escape_logitem has letters for some. */
    private static String escape(byte[] value, boolean apache) {
        StringBuilder out = new StringBuilder();
        for (byte c : value) {
            int letter = "\b\n\r\t\u000b\"\\".indexOf(c);
            if (apache && letter >= 0 && c > 0) {
                out.append('\\').append("bnrtv\"\\".charAt(letter));
            } else if (c < ' ' || c == 0x7f || c == '"' || c == '\\') {
                out.append(String.format(apache ? "\\x%02x" : "\\x%02X", c & 0xff));
            } else {
                out.append((char) c);
            }
        }
        return out.toString();
    }

    private static Truth value(Truth truth, String field, byte[] value) {
        return Hostile.text(value).equals("-") ? truth.isNot(field) : truth.is(field, Hostile.text(value));
    }

    private Truth access(Truth truth, boolean apache, boolean extra) {
        String address = any.address();
        byte[] user = any.bytes(1);
        byte[] request = any.bytes(1);
        byte[] referer = any.bytes(1);
        byte[] agent = any.bytes(1);
        int status = 100 + any.number(500);
        truth.write(address + " - " + escape(user, apache) + " [" + TIME + "] \"" + escape(request, apache) + "\" " + status + " 6 \""
            + escape(referer, apache) + "\" \"" + escape(agent, apache) + "\"");
        if (extra) {
            truth.write(" \"" + escape(any.bytes(1), apache) + "\"");
        }
        truth.is("remoteAddr", address).is("time", "2026-11-25T02:25:37+00:00").is("status", status).is("bodyBytesSent", 6).isNot("remoteIdent");
        value(truth, "remoteUser", user);
        value(truth, "request", request);
        value(truth, "httpReferer", referer);
        return value(truth, "httpUserAgent", agent).certain();
    }

    private Truth nginx() {
        return access(new Truth(parser("nginxAccess"), "nginx-json"), false, any.sometimes());
    }

    private Truth nginxMain() {
        return access(new Truth(main, null), false, true);
    }

    private Truth apache() {
        Truth truth = new Truth(parser("apacheAccess"), "apache-json");
        if (any.sometimes()) {
            truth.write("shop.example:443 ").is("virtualHost", "shop.example").is("virtualPort", 443);
        } else {
            truth.isNot("virtualHost");
        }
        return access(truth, true, any.sometimes());
    }

    private Truth nginxUnescaped() {
        String address = any.address();
        byte[] request = any.bytes(1);
        byte[] agent = any.bytes(1);
        byte[] referer = any.bytes(1);
        Truth truth = new Truth(unescaped, null).write(address + " [" + TIME + "] \"").write(request).write("\" 200 \"").write(agent).write("\" \"")
            .write(referer).write("\" 0.005").is("remoteAddr", address).is("time", "2026-11-25T02:25:37+00:00").is("status", 200)
            .is("requestTime", "0.005");
        value(truth, "request", request);
        value(truth, "httpUserAgent", agent);
        return value(truth, "httpReferer", referer);
    }

    private Truth nginxError() {
        String address = any.address();
        byte[] user = any.bytes(1);
        String[] messages = {"open() \"/srv/", "user \"", "access forbidden by rule", "limiting requests, excess: 1.000 by zone \"one\""};
        String[] ends = {"\" failed (2: No such file or directory)", "\": password mismatch", "", ""};
        String[] events = {"not_found", "auth_failed", "forbidden", "request_limited"};
        int kind = any.number(4);
        Truth truth = new Truth(parser("nginxError"), "nginx-error-json").write("2026/11/25 02:25:37 [error] 12#13: *7 " + messages[kind]);
        truth.write(kind < 2 ? user : new byte[0]).write(ends[kind] + ", client: " + address + ", server: shop.example, request: \"")
            .write(any.bytes(1)).write("\"").write(any.sometimes() ? ", upstream: \"http://10.0.0.2:80/\"" : "").write(", host: \"")
            .write(any.bytes(1)).write("\"");
        if (any.sometimes()) {
            truth.write(", referrer: \"").write(any.bytes(1)).write("\"");
        }
        truth.is("client", address).is("server", "shop.example").is("level", "error").is("pid", 12).is("tid", 13).is("cid", 7)
            .is("event", events[kind]).isNot("login").isNot("transport").isNot("bytes_from_client").isNot("rule_id");
        if (kind != 3) {
            truth.isNot("zone");
        }
        return kind == 1 ? truth.is("user", Hostile.text(user)) : truth.isNot("user");
    }

    private Truth nginxMail() {
        String address = any.address();
        byte[] login = any.bytes(1);
        boolean upstream = any.sometimes();
        Truth truth = new Truth(parser("nginxError"), "nginx-error-json").write("2026/11/25 02:25:37 [info] 12#13: *7 client logged in, client: "
            + address
            + ", server: 0.0.0.0:143, login: \"").write(login).write(upstream ? "\", upstream: 10.0.0.2:143" : "\"").is("client", address)
            .is("server", "0.0.0.0:143").is("login", Hostile.text(login)).is("event", "login").isNot("http_host").isNot("user").certain();
        return upstream ? truth.is("upstream", "10.0.0.2:143") : truth.isNot("upstream");
    }

    /** ap_escape_errorlog_item. */
    private static String escapeError(byte[] value) {
        return escape(value, true).replace("\\\"", "\"");
    }

    private Truth apacheError() {
        String address = any.address();
        boolean peer = any.number(4) > 0;
        Truth truth = new Truth(parser("apacheError"), "apache-error-json").write("[Wed Nov 25 02:25:37.123456 2026] [core:error] [pid 12:tid 34] "
            + (any.sometimes() ? "(36)File name too long: " : "") + (peer ? "[client " + address + ":5] " : "") + "AH00036: access to ")
            .write(escapeError(any.bytes(1))).write(any.sometimes() ? " failed" : ", referer: " + escapeError(any.bytes(1))).is("pid", 12)
            .is("tid", 34).is("module", "core").is("level", "error").is("code", "AH00036").isNot("event").isNot("rule_id").isNot("uri");
        return (peer ? truth.is("client", address).is("client_port", 5) : truth.isNot("client").isNot("client_port")).certain();
    }

    /** ModSecurity escapes quotes in values, but not in the name of a parameter; Apache escapes all once more. */
    private Truth modSecurity() {
        String address = any.address();
        String name = escape(any.bytes(1), true).replace("\\\"", "\"");
        String data = escape(any.bytes(1), true);
        String uri = escape(any.bytes(1), true);
        String text = "[client " + address + "] ModSecurity: Warning. Pattern match \"x\" at ARGS:" + name + ". [file \"/etc/x.conf\"] [line \"45\"]"
            + " [id \"942100\"] [msg \"SQL\"] [data \"" + data + "\"] [severity \"CRITICAL\"] [hostname \"h\"] [uri \"" + uri
            + "\"] [unique_id \"Z0\"]";
        String referer = any.sometimes() ? ", referer: " + escapeError(any.bytes(1)) : "";
        return new Truth(parser("apacheError"), "apache-error-json").write("[Wed Nov 25 02:25:37.123456 2026] [security2:error] [pid 12] [client "
            + address + ":5] ").write(escapeError(text.getBytes(StandardCharsets.ISO_8859_1)) + referer).is("client", address).is("client_port", 5)
            .is("event", "modsecurity").is("rule_id", "942100").is("severity", "CRITICAL").is("rule_message", "SQL").is("unique_id", "Z0")
            .is("http_host", "h");
    }

    private Truth fail2ban() {
        String jail = any.word();
        String address = any.address();
        boolean ban = any.sometimes();
        Truth truth = new Truth(parser("fail2ban"), "fail2ban").write("2026-11-25 02:24:49,123 fail2ban.filterpyinotify[12]: NOTICE  [" + jail + "] "
            + (ban ? "Ban " + address : "Lost ")).write(ban ? new byte[0] : any.bytes(1)).is("pid", 12).is("component", "fail2ban.filterpyinotify")
            .is("level", "NOTICE").is("jail", jail);
        return (ban ? truth.is("event", "ban").is("src_ip", address) : truth.isNot("event").isNot("src_ip")).certain();
    }

    private Truth traefik() {
        String address = any.address();
        byte[] user = any.bytes(1);
        String path = "/" + any.printable().replace(" ", "");
        byte[] referer = any.bytes(1);
        byte[] agent = any.bytes(1);
        Truth truth = new Truth(parser("traefik"), "traefik").write(address + " - ").write(user).write(" [" + TIME + "] \"GET " + path
            + " HTTP/1.1\" 200 6 \"").write(referer).write("\" \"").write(agent).write("\" 7 \"r@docker\" \"http://10.0.0.2:80\" 3ms")
            .is("ClientHost", address).is("time", "2026-11-25T02:25:37Z").is("RequestMethod", "GET").is("RequestPath", path)
            .is("RequestProtocol", "HTTP/1.1").is("OriginStatus", 200).is("OriginContentSize", 6).is("RequestCount", 7)
            .is("RouterName", "r@docker").is("Duration", 3_000_000).is("ServiceURL", "http://10.0.0.2:80");
        value(truth, "ClientUsername", user);
        value(truth, "request_Referer", referer);
        return value(truth, "request_User-Agent", agent);
    }

    /** ODesc::FirstEscapeLoc; here all but printable ASCII is escaped, as without LogAscii::enable_utf_8_logs. */
    private static String zeek(byte[] value) {
        StringBuilder out = new StringBuilder();
        for (byte c : value) {
            out.append(c >= ' ' && c < 0x7f && c != '\\' && c != ',' ? String.valueOf((char) c) : String.format("\\x%02x", c & 0xff));
        }
        String text = out.toString();
        return text.equals("-") || text.equals("(empty)") ? String.format("\\x%02x", (int) text.charAt(0)) + text.substring(1)
            : text.startsWith("#") ? "\\x23" + text.substring(1) : text;
    }

    private Truth zeek() {
        String user = any.printable();
        user = user.isEmpty() ? "x" : user;
        Truth truth = new Truth(parser("zeek"), null).write("1681603201.123456\t" + zeek(user.getBytes(StandardCharsets.UTF_8)) + "\t"
            + zeek(any.bytes(1)) + "," + zeek(any.bytes(1)) + "\tT").is("ts", "1.681603201123456E9").is("user", user).is("ok", "true").certain();
        truth.state = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#fields\tts\tuser\tall\tok\n"
            + "#types\ttime\tstring\tset[string]\tbool\n";
        return truth;
    }

    private Truth json() {
        String text = Hostile.text(any.bytes(1));
        RecordWriter writer = new RecordWriter();
        writer.begin();
        writer.text(RecordWriter.name("a"), text);
        writer.number(RecordWriter.name("n"), 7);
        writer.end();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.write(writer.bytes(), 0, writer.size() - 1);
        return new Truth(parser("jsonLines"), null).write(line.toByteArray()).is("a", text).is("n", 7).certain();
    }

    private Truth ssh() {
        String address = any.address();
        String name = any.printable().replace(":", "");
        boolean invalid = any.sometimes();
        return new Truth(parser("syslog"), "auth").write("Nov 25 02:24:49 web1 sshd[12]: Failed password for " + (invalid ? "invalid user " : "")
            + name
            + " from " + address + " port 51234 ssh2").is("host", "web1").is("ident", "sshd").is("pid", 12).is("src_ip", address)
            .is("src_port", 51234);
    }

    private Truth su() {
        String name = any.printable();
        return new Truth(parser("syslog"), "auth").write("2026-11-25T02:24:49.000001+00:00 web1 su[12]: FAILED SU (to " + name + ") bob on pts/0")
            .is("host", "web1").is("ident", "su").is("pid", 12).isNot("src_ip");
    }

    private Truth auditd() {
        byte[] name = any.bytes(1);
        StringBuilder hex = new StringBuilder();
        for (byte c : name) {
            hex.append(String.format("%02X", c & 0xff));
        }
        String address = any.address();
        return new Truth(parser("auditd"), "auditd").write("type=USER_LOGIN msg=audit(1681603201.123:456): pid=7 uid=0 auid=4294967295 ses=4294967295"
            + " msg='op=login acct=" + hex + " exe=\"/usr/sbin/sshd\" hostname=? addr=" + address + " terminal=ssh res=failed'").is("addr", address)
            .is("res", "failed").is("terminal", "ssh").is("type", "USER_LOGIN");
    }

    private Truth ss() {
        String name = Hostile.text(any.bytes(1)).replaceAll("[\\p{Cntrl}]", "");
        return new Truth(parser("netstat"), "netstat").write("tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:((\"" + name
            + "\",pid=12,fd=3))").is("protocol", "tcp").is("state", "LISTEN").is("local_address", "0.0.0.0:22").is("local_port", 22);
    }

    private Truth netstat() {
        String name = Hostile.text(any.bytes(1)).replaceAll("[\\p{Cntrl}]", "");
        return new Truth(parser("netstat"), "netstat").write("tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      12/"
            + name)
            .is("protocol", "tcp").is("state", "LISTEN").is("local_address", "0.0.0.0:22").is("local_port", 22);
    }

    private Truth who() {
        String address = any.address();
        return new Truth(parser("who"), "users").write("alice    pts/0        2026-11-25 02:24 (" + address + ")").is("user", "alice");
    }
}
