package dev.caravan.parse;

import dev.caravan.parse.auth.Fail2ban;
import dev.caravan.parse.auth.FluentdSyslog;
import dev.caravan.parse.auth.Syslog;
import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.generic.ConfiguredFormat;
import dev.caravan.parse.generic.CsvFormat;
import dev.caravan.parse.generic.JsonFormat;
import dev.caravan.parse.generic.KeyValueFormat;
import dev.caravan.parse.generic.RegexFormat;
import dev.caravan.parse.host.Auditd;
import dev.caravan.parse.host.KernelModules;
import dev.caravan.parse.host.Netstat;
import dev.caravan.parse.host.Who;
import dev.caravan.parse.web.ApacheAccess;
import dev.caravan.parse.web.ApacheError;
import dev.caravan.parse.web.NginxAccess;
import dev.caravan.parse.web.NginxError;
import dev.caravan.parse.web.TraefikAccess;
import dev.caravan.parse.zeek.Zeek;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/**
 * Whatever comes in, a parser gives a record of valid JSON or refuses the line; nothing else is thrown. The lines are
 * random bytes, and well-formed lines that were cut, put together with pieces of others, or had bytes replaced.
 */
@Tag("slow")
class AnyBytesTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void theNginxAccessParserThrowsNothingElse(@ForAll("accessLines") byte[] line) {
        check(new NginxAccess(), line);
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void theNginxErrorParserThrowsNothingElse(@ForAll("errorLines") byte[] line) {
        check(new NginxError(ZONE), line);
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void theNetstatParserThrowsNothingElse(@ForAll("socketLines") byte[] line) {
        check(new Netstat(), line);
    }

    @Provide
    Arbitrary<byte[]> socketLines() {
        return Arbitraries.oneOf(lines("tcp6 ", "0 ", "0 ", "::1%lo:22 ", ":::* ", "LISTEN ", "12/sshd: x"),
            lines("udp ", "UNCONN ", "0 ", "0 ", "[fe80::1]%eth0:", "22 ", "*:* ", "users:((\"x\",pid=1", ",fd=2)", ")"));
    }

    @Property(tries = 6000, edgeCases = EdgeCasesMode.NONE)
    void theSyslogParserThrowsNothingElse(@ForAll("syslogLines") byte[] line) {
        check(new Syslog(ZONE), line);
        check(new FluentdSyslog(new Syslog(ZONE)), line);
    }

    @Provide
    Arbitrary<byte[]> syslogLines() {
        return Arbitraries.oneOf(lines("<34>", "Feb 29 02:30:00", ".5", " web1 ", "sshd[12]: ", "Failed password", " for ", "x",
            " from 1.2.3.4", " port 22", " ssh2"),
            lines("2026-03-29T02:30:00", ".5Z", " web1 ", "sudo: ", "x : ", "TTY=pts/0 ; ", "PWD=/", " ; USER=y", " ; COMMAND=z"),
            lines("<34>1 ", "2026-03-29T02:30:00Z", " web1 ", "sshd ", "12 ", "- ", "[x@1 a=\"", "\\", "\"] ", "Invalid user x from 1.2.3.4"));
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void theParsersOfOtherSourcesThrowNothingElse(@ForAll("otherLines") byte[] line) {
        for (LineParser parser : List.of(new KernelModules(), new Who(ZONE), new ApacheAccess(), new ApacheError(ZONE),
            new Fail2ban(ZONE), new Auditd(), new TraefikAccess())) {
            check(parser, line);
        }
    }

    @Provide
    Arbitrary<byte[]> otherLines() {
        return Arbitraries.oneOf(lines("nf_tables ", "303104 ", "245 ", "a,b, ", "Live ", "0x0 ", "(OE)"),
            lines("alice ", "pts/0 ", "2026-11-25 02:24", "Nov 29 02:24", " (203.0.113.7)"),
            lines("192.0.2.1 - ", "\"\"", " [25/Nov/2026:02:25:37 +0000] ", "\"GET / HTTP/1.1\" ", "200 - ", "\"-\" \"\\", "\""),
            lines("[Wed Nov 25 02:25:37.123456 2026] ", "[core:error] ", "[pid 12:tid 34] ", "(2)No such file: ", "[client ::1:5] ", "AH00128: "),
            lines("192.0.2.1 - - ", "[25/Nov/2026:02:25:37 +0000] ", "\"GET / HTTP/1.1\" ", "200 - ", "\"-\" \"-\" ", "1 \"r\" ", "\"-\" 3ms"),
            lines("[Wed Nov 25 02:25:37 2026] [error] [client ::1] ", "ModSecurity: x", " [file \"f\"] [line \"1\"]", " [id \"1\"]", " [tag \"t\\",
                "\"] [uri \"/\"]", " [unique_id \"u\"]"),
            lines("2026-11-25 02:24:49,123 ", "fail2ban.actions ", "[1234]: ", "NOTICE  ", "[sshd] ", "Ban ", "1.2.3.4", " already banned"),
            lines("type=EXECVE ", "msg=audit(1681603201.123:456): ", "a0=2F74", " pid=7", " msg='op=x ", "acct=\"al", "\"'", "\u001d", "UID=\"x\""));
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void theConfiguredFormatsThrowNothingElse(@ForAll("anyLines") byte[] line) {
        RegexFormat regex = new RegexFormat();
        regex.setPattern("(?<time>[^|]*)\\|?(?<n>[^|]*)\\|?(?<rest>.*)");
        KeyValueFormat pairs = new KeyValueFormat();
        CsvFormat csv = new CsvFormat();
        csv.setColumns("time,n,rest");
        JsonFormat json = new JsonFormat();
        for (ConfiguredFormat format : List.of(regex, pairs, csv, json)) {
            format.setTypes("n=float,a=int,b=boolean");
            format.setTimeField("time");
            format.setTimePattern("d MMM [yyyy ]HH:mm[ z]");
            check(format.parser(), line);
        }
        CsvFormat header = new CsvFormat();
        header.setHeader(true);
        check(header.parser(), line);
    }

    @Provide
    Arbitrary<byte[]> anyLines() {
        return Arbitraries.oneOf(lines("29 Feb 02:30", " CET", "|", "1.5", "|", "x"), lines("time=", "\"29 Feb 2026 02:30\"", " n=1e5", " a=7",
            " b=\"\\\""),
            lines("29 Feb 02:30", ",", "\"1\"", ",", "\"a,\"\"b\""), lines("{\"time\":", "\"29 Feb 02:30\"", "}"));
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void theJsonParserThrowsNothingElse(@ForAll("jsonTexts") byte[] line) {
        check(new JsonLine(), line);
    }

    @Provide
    Arbitrary<byte[]> jsonTexts() {
        return lines("{\"a\":", "[1,-2.5e3,", "\"\\ud800\\n\u00e9\",", "null,true]", ",\"b\":{", "}", "}", "{\"a\":1}");
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void theZeekParserThrowsNothingElse(@ForAll("zeekHeaders") byte[] header, @ForAll("zeekLines") byte[] line) {
        Zeek zeek = new Zeek();
        String state = "#separator \\x09\n#fields\ta\tb\tc\td\n#types\ttime\tset[string]\tbool\tvector[double]\n";
        for (String s : new String[] {null, state, new String(header, StandardCharsets.UTF_8)}) {
            try {
                Parsing.parse(zeek, line, Parsing.READ, s);
            } catch (RefusedLineException e) {
                assert !e.getMessage().isBlank();
            }
        }
    }

    @Provide
    Arbitrary<byte[]> zeekHeaders() {
        return lines("#separator \\x09\n", "#set_separator\t,\n", "#empty_field\t(empty)\n", "#unset_field\t-\n",
            "#fields\ta\tb\n", "#types\tcount\tvector[bool]\n", "#types\tset[", "\n\t", "\r\t");
    }

    @Provide
    Arbitrary<byte[]> zeekLines() {
        return lines("#fields\ta", "1681603201.5", "\t", "a,\\x2cb,-,(empty)", "\t", "T", "\t", "1e5,nan,-", "{\"a\":1}");
    }

    @Provide
    Arbitrary<byte[]> accessLines() {
        return lines("192.0.2.1 - u [25/Nov/2026:02:25:37 +0000] \"", "GET /\\x22\\xC3 HTTP/1.1\" ", "200 6 ", "\"-\" \"\\x", "curl\"", "\\");
    }

    @Provide
    Arbitrary<byte[]> errorLines() {
        return lines("2026/11/25 02:25:37 [error] 9255#9255: ", "*7 open() \"/x\" failed", ", client: 192.0.2.1", ", server: ",
            ", request: \"GET /", "\", upstream: \"x\"", ", host: \"h\"", "\", referrer: \"", ", login: \"x", "\", upstream: ",
            ", bytes from/to client:1/2",
            ", bytes from/to upstream:3/4", ", udp client: ::1");
    }

    /** Lines made of these pieces in this order, of some of them in any order, and of any bytes. */
    private static Arbitrary<byte[]> lines(String... pieces) {
        Arbitrary<String> inOrder = Arbitraries.integers().between(0, pieces.length)
            .map(n -> String.join("", List.of(pieces).subList(0, n)));
        Arbitrary<String> anyOrder = Arbitraries.of(pieces).list().ofMaxSize(8).map(list -> String.join("", list));
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        return Combinators.combine(inOrder, anyOrder, bytes, Arbitraries.integers().between(0, 400),
            Arbitraries.integers().between(-3, 400)).as(AnyBytesTest::mix);
    }

    private static byte[] mix(String begin, String more, byte[] bytes, int length, int damaged) {
        byte[] text = (begin + more).getBytes(StandardCharsets.UTF_8);
        int n = Math.min(length, text.length + bytes.length);
        byte[] line = new byte[n];
        for (int i = 0; i < n; i++) {
            byte c = i < text.length ? text[i] : bytes[i - text.length];
            line[i] = c == '\n' ? (byte) ' ' : c;
        }
        if (damaged >= 0 && damaged < n) {
            line[damaged] = bytes.length > 0 && bytes[0] != '\n' ? bytes[0] : (byte) '"';
        }
        return line;
    }

    private static void check(LineParser parser, byte[] line) {
        try {
            Parsing.parse(parser, line, Parsing.READ);
        } catch (RefusedLineException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError("refused without a reason");
            }
        }
    }
}
