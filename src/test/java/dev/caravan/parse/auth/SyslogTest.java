package dev.caravan.parse.auth;

import static dev.caravan.parse.Parsing.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import dev.caravan.parse.core.LineParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SyslogTest {

    private static final String HEAD = "2026-11-25T02:24:49+00:00 web1 ";
    private final Syslog parser = new Syslog(ZoneOffset.UTC);
    private final Syslog berlin = new Syslog(ZoneId.of("Europe/Berlin"));

    private JsonNode record(String line) {
        return Parsing.record(parser, line);
    }

    private static String time(LineParser parser, String time, String read) {
        return get(Parsing.record(parser, time + " web1 x: y", Instant.parse(read)), "time");
    }

    @Test
    void anRfc3339TimeIsKeptAsItStands() {
        for (String time : new String[] {"2026-11-25T02:24:49Z", "2026-11-25T02:24:49.1-03:30", "2024-02-29T23:59:59.123456789+14:00"}) {
            assertEquals(time, get(record(time + " web1 x: y"), "time"));
        }
    }

    @Test
    void aTimeThatCannotBeIsRefused() {
        for (String time : new String[] {"2026-02-29T02:24:49Z", "2026-11-25T24:00:00Z", "2026-11-25T02:24:61Z", "2026-11-25T02:24:4",
            "2026-11-25T02:24:49.Z", "2026-11-25T02:24:49+000", "2026-11-25_02:24:49Z", "2026-11-25T02:24:49+00:60", "2026-11-25T02:24:49+25:00",
            "Nov 31 02:24:49",
            "Nov 25 25:24:49", "Nov 0 02:24:49", "Feb 29 2026 02:24:49", "Nov 25 02:24:49.", "Nov 25 02:24", "Okt 25 02:24:49", "nov 25 02:24:49",
            "Nov 25 20x6 02:24:49", "Nov x 02:24:49", "Nov  x 02:24:49", "Nov25 02:24:49", "Nov 125 02:24:49",
            "Nov  : 02:24:49", "Nov   5 02:24:49"}) {
            Parsing.refused(parser, time + " web1 sshd[1]: message");
        }
    }

    @Test
    void theDayOfATraditionalTimeIsPaddedWithASpaceOrAZeroOrNotAtAll() {
        for (String day : new String[] {" 5", "05", "5"}) {
            assertEquals("2026-11-05T02:24:49+00:00", get(record("Nov " + day + " 02:24:49 web1 x: y"), "time"));
        }
    }

    @Test
    void aTraditionalTimeMayHaveAYearAndAFraction() {
        assertEquals("2019-11-05T02:24:49.123+00:00", get(record("Nov  5 2019 02:24:49.123 web1 x: y"), "time"));
        assertEquals("2024-02-29T02:24:49+00:00", get(record("Feb 29 2024 02:24:49 web1 x: y"), "time"));
    }

    @Test
    void aLineOfDecemberReadInJanuaryIsOfTheOldYear() {
        assertEquals("2026-12-31T23:59:59+00:00", time(parser, "Dec 31 23:59:59", "2027-01-01T00:00:05Z"));
        assertEquals("2027-01-01T00:00:00+00:00", time(parser, "Jan  1 00:00:00", "2027-01-01T00:00:05Z"));
    }

    @Test
    void aLineIsAtMostADayInTheFuture() {
        assertEquals("2026-06-16T12:00:00+00:00", time(parser, "Jun 16 12:00:00", "2026-06-15T12:00:00Z"));
        assertEquals("2025-06-16T12:00:01+00:00", time(parser, "Jun 16 12:00:01", "2026-06-15T12:00:00Z"));
        // A clock that is ahead, at the turn of the year.
        assertEquals("2027-01-01T00:00:10+00:00", time(parser, "Jan  1 00:00:10", "2026-12-31T23:59:50Z"));
    }

    @Test
    void theTwentyNinthOfFebruaryIsInALeapYear() {
        assertEquals("2024-02-29T10:00:00+00:00", time(parser, "Feb 29 10:00:00", "2026-03-01T00:00:00Z"));
        assertEquals("2028-02-29T10:00:00+00:00", time(parser, "Feb 29 10:00:00", "2028-02-29T10:00:01Z"));
        assertEquals("2096-02-29T10:00:00+00:00", time(parser, "Feb 29 10:00:00", "2101-03-01T00:00:00Z"));
    }

    @Test
    void theOffsetIsThatOfTheZoneAtThatTime() {
        assertEquals("2026-01-05T10:00:00+01:00", time(berlin, "Jan  5 10:00:00", "2026-11-25T10:00:00Z"));
        assertEquals("2026-07-05T10:00:00+02:00", time(berlin, "Jul  5 10:00:00", "2026-11-25T10:00:00Z"));
        assertEquals("2026-07-05T10:00:00-03:30", time(new Syslog(ZoneOffset.ofHoursMinutes(-3, -30)), "Jul  5 10:00:00", "2026-11-25T10:00:00Z"));
    }

    @Test
    void aTimeInTheHourThatTheClockJumpedOverIsNoError() {
        assertEquals("2026-03-29T02:30:00+01:00", time(berlin, "Mar 29 02:30:00", "2026-03-29T01:30:00Z"));
    }

    @Test
    void aTimeThatTheClockShowedTwiceIsNotAfterTheReading() {
        assertEquals("2026-10-25T02:30:00+02:00", time(berlin, "Oct 25 02:30:00", "2026-10-25T00:30:00Z"));
        assertEquals("2026-10-25T02:30:00+01:00", time(berlin, "Oct 25 02:30:00", "2026-10-25T01:30:00Z"));
    }

    @Test
    void aPriorityIsANumber() {
        JsonNode record = record("<86>Nov 25 02:24:49 web1 sshd[8904]: hello");
        assertEquals(86, record.get("pri").intValue());
        assertEquals("sshd", get(record, "ident"));
        assertFalse(record("Nov 25 02:24:49 web1 sshd[8904]: hello").has("pri"));
        for (String pri : new String[] {"<>", "<192>", "<-1>", "<x>", "<86", "<0086>"}) {
            Parsing.refused(parser, pri + "Nov 25 02:24:49 web1 sshd[8904]: hello");
        }
    }

    @Test
    void tagsAreSplitIntoIdentAndPid() {
        String[][] tags = {
            // rest of the line, ident, pid, message
            {"sshd[8904]: hello", "sshd", "8904", "hello"},
            {"sudo:     root : PWD=/", "sudo", "absent", "root : PWD=/"},
            {"kernel: [   12.345678] eth0: up", "kernel", "absent", "[   12.345678] eth0: up"},
            {"systemd-logind: New", "systemd-logind", "absent", "New"},
            {"postfix/smtpd[12]: x", "postfix/smtpd", "12", "x"},
            {"(systemd)[77]: x", "(systemd)", "77", "x"},
            {"weird[tag: message: with", "weird[tag", "absent", "message: with"},
            {"ident[notapid]: x", "ident[notapid]", "absent", "x"},
            {"ident[]: x", "ident[]", "absent", "x"},
            {"ident[-5]: x", "ident[-5]", "absent", "x"},
            {"ident[1234567890123456789]: x", "ident[1234567890123456789]", "absent", "x"},
            {"a::b: x", "a::b", "absent", "x"},
            {"prog[12]:no space", "prog", "12", "no space"},
            {"su[12] no colon", "su", "12", "no colon"},
            {"last message repeated 2 times", "", "absent", "last message repeated 2 times"},
            {"-- MARK --", "", "absent", "-- MARK --"},
            {"http://example.org/ seen", "", "absent", "http://example.org/ seen"},
            {": x", "", "absent", ": x"},
            {"[12]: x", "[12]", "absent", "x"},
            {"sudo:", "sudo", "absent", ""},
            {"sshd[1]:", "sshd", "1", ""},
            {"sshd[1]: tab#011here", "sshd", "1", "tab#011here"},
            {"", "", "absent", ""},
        };
        for (String[] tag : tags) {
            JsonNode record = record(HEAD + tag[0]);
            assertEquals(tag[1], get(record, "ident"), tag[0]);
            assertEquals(tag[2], get(record, "pid"), tag[0]);
            assertEquals(tag[3], get(record, "message"), tag[0]);
            assertEquals("web1", get(record, "host"), tag[0]);
        }
        assertTrue(record(HEAD + "sshd[8904]: x").get("pid").isInt());
    }

    @Test
    void linesWithoutTimeOrHostAreRefused() {
        for (String line : new String[] {"", " ", "sshd[1]: x", "Nov 25 02:24:49", "Nov 25 02:24:49 ",
            "Nov 25 02:24:49web1 sshd[1]: x", "2026-11-25T02:24:49Z", "hello world", "<34>", "<34>1", "<34>1 "}) {
            Parsing.refused(parser, line);
        }
    }

    @Test
    void anIpv6AddressMayBeTheHost() {
        assertEquals("fe80::", get(record("Nov 25 02:24:49 fe80:: sshd[1]: x"), "host"));
    }

    @Test
    void rfc5424IsReadWithItsStructuredData() {
        JsonNode record = record("<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 77 ID47"
            + " [exampleSDID@32473 iut=\"3\" eventSource=\"a \\\"]\\\\ b\"][x@1 a=\"] [\"] \ufeffAn application event");
        assertEquals(165, record.get("pri").intValue());
        assertEquals("2003-10-11T22:14:15.003Z", get(record, "time"));
        assertEquals("mymachine.example.com", get(record, "host"));
        assertEquals("evntslog", get(record, "ident"));
        assertEquals(77, record.get("pid").intValue());
        assertEquals("ID47", get(record, "msgid"));
        assertEquals("[exampleSDID@32473 iut=\"3\" eventSource=\"a \\\"]\\\\ b\"][x@1 a=\"] [\"]", get(record, "extradata"));
        assertEquals("An application event", get(record, "message"));
    }

    @Test
    void nilPartsOfRfc5424AreAbsentAndANamedProcessStaysInTheIdent() {
        JsonNode record = record("<34>1 2003-10-11T22:14:15Z web1 - - - - x");
        assertEquals("", get(record, "ident"));
        assertFalse(record.has("pid") || record.has("msgid") || record.has("extradata"));
        assertEquals("x", get(record, "message"));
        assertEquals("su[main]", get(record("<34>1 2003-10-11T22:14:15Z web1 su main - - x"), "ident"));
        assertEquals("", get(record("<34>1 2003-10-11T22:14:15Z web1 su - - -"), "message"));
    }

    @Test
    void damagedRfc5424IsRefused() {
        for (String rest : new String[] {"", "x web1 su - - - x", "2003-10-11T22:14:15Z", "2003-10-11T22:14:15Z ",
            "2003-10-11T22:14:15Z web1", "2003-10-11T22:14:15Z web1 su", "2003-10-11T22:14:15Z web1 su 1", "2003-10-11T22:14:15Z web1 su 1 x",
            "2003-10-11T22:14:15Z web1 su 1 x y", "2003-10-11T22:14:15Z web1 su 1 x [a", "2003-10-11T22:14:15Z web1 su 1 x [a b=\"]",
            "2003-10-11T22:14:15Z web1 su 1 x [a b=\"\\", "2003-10-11T22:14:15Z web1 su 1 x [a]y", "2003-10-11T22:14:15Z web1 su 1 x -y",
            "2003-10-11T22:14:15Z web1  1 x - y"}) {
            Parsing.refused(parser, "<34>1 " + rest);
        }
    }

    @Test
    void bytesThatAreNotUtf8BecomeReplacementCharacters() {
        byte[] line = (HEAD + "x: a\u00ffb").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("a\ufffdb", get(Parsing.record(parser, line, Parsing.READ), "message"));
    }

    @Test
    void aTimeInAnotherShapeBecomesRfc3339() {
        String[][] times = {
            {"2026-11-25T02:24:49+0100", "2026-11-25T02:24:49+01:00"},
            {"2026-11-25T02:24:49-05", "2026-11-25T02:24:49-05:00"},
            {"2026-11-25T02:24:49", "2026-11-25T02:24:49+00:00"},
            {"2026-11-25 02:24:49", "2026-11-25T02:24:49+00:00"},
            {"2026-11-25 02:24:49,123", "2026-11-25T02:24:49.123+00:00"},
            {"2026-11-25 02:24:49.5 +0530", "2026-11-25T02:24:49.5+05:30"},
            {"2026-11-25t02:24:49z", "2026-11-25T02:24:49+00:00"},
            {"2026-11-25 02:24:49Z", "2026-11-25T02:24:49+00:00"},
            {"2026-12-31T23:59:60Z", "2026-12-31T23:59:59+00:00"},
            {"2016-12-31T23:59:60.25+01:00", "2016-12-31T23:59:59.25+01:00"},
            {"Dec 31 23:59:60", "2025-12-31T23:59:59+00:00"},
            {"Nov 25 2024 02:24:49", "2024-11-25T02:24:49+00:00"},
            {"2024 Nov 25 02:24:49", "2024-11-25T02:24:49+00:00"},
            {"Nov 2024 25 02:24:49", "2024-11-25T02:24:49+00:00"},
            {"Nov 25 02:24:49 2024", "2024-11-25T02:24:49+00:00"},
            {"Mon Nov 25 02:24:49 2024", "2024-11-25T02:24:49+00:00"},
            {"Nov 25 02:24:49 CET", "2026-11-25T02:24:49+01:00"},
            {"Nov 25 02:24:49 CET 2024", "2024-11-25T02:24:49+01:00"},
            {"Nov 25 02:24:49.12 2024 PST", "2024-11-25T02:24:49.12-08:00"},
            {"Nov 25 02:24:49,007", "2026-11-25T02:24:49.007+00:00"},
        };
        for (String[] time : times) {
            JsonNode record = record(time[0] + " web1 sshd[1]: x");
            assertEquals(time[1], get(record, "time"), time[0]);
            assertEquals("web1", get(record, "host"), time[0]);
            assertEquals("sshd", get(record, "ident"), time[0]);
        }
        assertEquals("2026-07-05T10:00:00+02:00", time(berlin, "2026-07-05 10:00:00", "2026-11-25T10:00:00Z"));
    }

    @Test
    void aHostMayBeMissing() {
        for (String rest : new String[] {"sshd[1]: Failed password for root from 9.9.9.9 port 2 ssh2", "sshd[1] x", "sudo: x",
            "authpriv.info sshd[1]: x",
            "last message repeated 3 times", "-- MARK --"}) {
            JsonNode record = record("Nov 25 02:24:49 " + rest);
            assertEquals("web1", get(record, "host"), rest);
            assertEquals(rest.startsWith("s") ? rest.startsWith("sudo") ? "sudo" : "sshd" : rest.startsWith("auth") ? "sshd" : "", get(record,
                "ident"), rest);
        }
        assertEquals("ssh_failed", get(record("Nov 25 02:24:49 sshd[1]: Failed password for root from 9.9.9.9 port 2 ssh2"), "event"));
    }

    @Test
    void busyBoxWritesThePriorityInWords() {
        JsonNode record = record("Nov 25 02:24:49 router authpriv.info dropbear[7]: Bad password attempt for 'root' from 192.0.2.9:4711");
        assertEquals(86, record.get("pri").intValue());
        assertEquals("router", get(record, "host"));
        assertEquals("dropbear", get(record, "ident"));
        assertEquals("192.0.2.9", get(record, "src_ip"));
        record = record("Wed Nov 25 02:24:49 2026 authpriv.warn dropbear[7]: Login attempt for nonexistent user from 192.0.2.9:4711");
        assertEquals("2026-11-25T02:24:49+00:00", get(record, "time"));
        assertEquals("ssh_invalid_user", get(record, "event"));
        assertEquals("host.of", get(record("Nov 25 02:24:49 web1 host.of sshd[1]: x"), "message").substring(0, 7));
        assertEquals(13, record("<13>Nov 25 02:24:49 web1 auth.info sshd[1]: x").get("pri").intValue());
    }

    @Test
    void whatStandsInFrontOrBehindIsNoPartOfTheMessage() {
        String failed = "Failed password for root from 9.9.9.9 port 2 ssh2";
        for (String line : new String[] {"\ufeff" + HEAD + "sshd[1]: " + failed, "\0\0\0" + HEAD + "sshd[1]: " + failed, HEAD + "sshd[1]: " + failed
            + " ",
            HEAD + "sshd[1]: " + failed + "\0", HEAD + "sshd[1]: " + failed + "#000", HEAD + "sshd[1]: " + failed + "#000 #000",
            HEAD + "sshd[1]: [ID 800047 auth.info] " + failed, HEAD + "/usr/sbin/sshd[1]: " + failed, HEAD + "sshd: " + failed,
            "<38>1 2026-11-25T02:24:49Z web1 sshd 1 - -  " + failed, "<38>1 2026-11-25T02:24:49Z web1 sshd main - - " + failed,
            "<38>1 - - sshd 1 - - " + failed, "<38>1 2026-11-25T02:24:49,5+0000 web1 /usr/sbin/sshd 1 - - \ufeff" + failed}) {
            JsonNode record = record(line);
            assertEquals("9.9.9.9", get(record, "src_ip"), line);
            assertEquals("web1", get(record, "host"), line);
        }
        assertEquals("2026-11-25T10:00:00Z", get(record("<38>1 - - sshd 1 - - x"), "time").replaceAll("\\.[0-9]*", ""));
    }

    @Test
    void aMessageThatWasRepeatedSaysHowOften() {
        assertEquals(5, record(HEAD + "last message repeated 5 times").get("repeated").intValue());
        assertEquals(1, record(HEAD + "syslogd: last message repeated 1 time").get("repeated").intValue());
        assertFalse(record(HEAD + "last message repeated x times").has("repeated"));
    }
}
