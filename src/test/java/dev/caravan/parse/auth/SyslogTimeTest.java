package dev.caravan.parse.auth;

import static dev.caravan.parse.Parsing.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of the shapes that {@link SyslogTime} reads. */
class SyslogTimeTest {

    private final Syslog parser = new Syslog(ZoneOffset.ofHours(3));

    private JsonNode record(String time) {
        return Parsing.record(parser, time + " web1 sshd[1]: x");
    }

    private String time(String time) {
        JsonNode record = record(time);
        assertEquals("web1 sshd x", get(record, "host") + " " + get(record, "ident") + " " + get(record, "message"), time);
        return get(record, "time");
    }

    @Test
    void eachDayOfAYearInEachShape() {
        for (LocalDate day = LocalDate.of(2024, 1, 1); day.getYear() == 2024; day = day.plusDays(1)) {
            LocalDateTime at = day.atTime(0, 0, 0);
            String expected = DateTimeFormatter.ISO_LOCAL_DATE.format(day) + "T00:00:00+03:00";
            for (String shape : List.of("MMM dd uuuu HH:mm:ss", "MMM ppd uuuu HH:mm:ss", "EEE MMM ppd HH:mm:ss uuuu", "EEE MMM d HH:mm:ss uuuu",
                "uuuu MMM dd HH:mm:ss", "uuuu-MM-dd HH:mm:ss", "uuuu-MM-dd'T'HH:mm:ss,'0'")) {
                String time = DateTimeFormatter.ofPattern(shape, Locale.ENGLISH).format(at);
                assertEquals(shape.endsWith("'0'") ? expected.replace("+", ".0+") : expected, time(time), time);
            }
        }
    }

    /** The offset of a zone by its name, on a day on which that name is in force. */
    @ParameterizedTest
    @CsvSource({"UTC, UTC", "GMT, Etc/GMT", "WET, Atlantic/Madeira", "WEST, Atlantic/Madeira", "CET, Europe/Berlin", "CEST, Europe/Berlin",
        "EET, Europe/Athens", "EEST, Europe/Athens", "MSK, Europe/Moscow", "EST, America/New_York", "EDT, America/New_York", "CDT, America/Chicago",
        "MST, America/Denver", "MDT, America/Denver", "PST, America/Los_Angeles", "PDT, America/Los_Angeles", "AKST, America/Anchorage",
        "AKDT, America/Anchorage", "HST, Pacific/Honolulu", "JST, Asia/Tokyo", "KST, Asia/Seoul", "HKT, Asia/Hong_Kong", "SGT, Asia/Singapore",
        "AEST, Australia/Sydney", "AEDT, Australia/Sydney", "AWST, Australia/Perth", "NZST, Pacific/Auckland", "NZDT, Pacific/Auckland"})
    void eachZoneHasItsOffset(String name, String zone) {
        LocalDateTime at = LocalDateTime.of(2024, 1, 15, 10, 0);
        boolean summer = name.endsWith("DT") || name.endsWith("ST") && name.length() == 4 && !name.startsWith("A") && !name.equals("NZST");
        boolean south = zone.startsWith("Australia") || zone.equals("Pacific/Auckland");
        if (summer != south) {
            at = at.withMonth(7);
        }
        String month = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss uuuu", Locale.ENGLISH).format(at);
        ZoneOffset offset = ZoneId.of(zone).getRules().getOffset(at);
        assertEquals(at + ":00" + (offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId()), time(month + " " + name), name);
    }

    @ParameterizedTest
    @CsvSource({
        "Nov 25 02:24:49 1970, 1970-11-25T02:24:49+03:00",
        "1970 Nov 25 02:24:49, 1970-11-25T02:24:49+03:00",
        "Nov 25 00:00:00 2024, 2024-11-25T00:00:00+03:00",
        "Nov 25 23:59:59 2024, 2024-11-25T23:59:59+03:00",
        "Sun  Nov 24 02:24:49 2024, 2024-11-24T02:24:49+03:00",
        "2024-11-25 02:24:49 +01, 2024-11-25T02:24:49+01:00",
        "2024-11-25 02:24:49 -0130, 2024-11-25T02:24:49-01:30",
        "2024-11-25 02:24:49 +14:00, 2024-11-25T02:24:49+14:00",
        "2024-11-25 02:24:49-00:30, 2024-11-25T02:24:49-00:30",
        "2024-11-25t02:24:49.5z, 2024-11-25T02:24:49.5+00:00"})
    void theFirstAndTheLastThatIsRead(String time, String expected) {
        assertEquals(expected, time(time));
    }

    /** A host may be called like a zone, a year or an offset: something must follow what is taken for the time. */
    @ParameterizedTest
    @ValueSource(strings = {"CET", "EST", "1999", "XYZ", "CETX", "BST", "IST", "CST", "cet", "AE"})
    void whatFollowsTheTimeAloneIsTheHost(String host) {
        JsonNode record = Parsing.record(parser, "Nov 25 02:24:49 2024 " + host + " sshd[1]: x");
        if (!host.equals("CET") && !host.equals("EST")) {
            assertEquals(host, get(record, "host"));
        }
        assertEquals("sshd", get(record, "ident"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nov 25 02:24:49 1969", "1969 Nov 25 02:24:49", "Mun Nov 25 02:24:49", "Mo Nov 25 02:24:49", "onT Nov 25 02:24:49",
        "2024-11-25 02-24-49", "2024-11-25 02:24-49", "2024/11/25 02:24:49", "2024-11/25 02:24:49", "2024-11-25x02:24:49", "2024-13-25 02:24:49",
        "2024-11-25 24:24:49", "2024-11-25 02:60:49", "2024-11-25 02:24:61", "2024-11-25 02:24:49,", "2024-11-25 02:24:49+1",
        "2024-11-25 02:24:49+01:0",
        "2024-11-25 02:24:49+01:60", "2024-11-25 02:24:49+24:00", "2024-11-25 02:24:49+01-00", "2024-11-25 02:24:49+0160",
        "2024-11-25 02:24:49 +01000",
        "Nov 25 02:24", "Nov 25 2:24:49", "Nov 25 02.24:49", "Nov 25 02:24.49", "Nov 25 02:60:49", "Nov 25 24:00:00", "Nov 32 02:24:49",
        "Feb 30 02:24:49",
        "Feb 29 02:24:49 2023", "Nov/25 02:24:49"})
    void whatIsNoTimeIsNotTakenForOne(String time) {
        String line = time + " web1 sshd[1]: x";
        String got;
        try {
            got = Parsing.record(parser, line).toString();
        } catch (AssertionError e) {
            // The line is refused.
            return;
        }
        assertNotEquals("x", got.replaceAll(".*\"message\":\"([^\"]*)\".*", "$1"), got);
    }

    private static final List<String> TIMES = List.of("2024-11-25T02:24:49Z", "2024-11-25 02:24:49", "2024-11-25 02:24:49,123",
        "2024-11-25t02:24:49z",
        "2024-11-25 02:24:49 +0100", "2024-11-25 02:24:49.5+01:00", "2024-11-25 02:24:49-05", "Nov 25 02:24:49", "Nov  5 02:24:49",
        "Mon Nov 25 02:24:49", "Nov 25 2024 02:24:49", "2024 Nov 25 02:24:49.123");

    /** Nothing is read in front of the text or behind it: the array ends where it ends, or more of the same follows. */
    @Test
    void aTimeEndsWhereItsTextEnds() {
        for (String time : TIMES) {
            byte[] alone = time.getBytes(StandardCharsets.US_ASCII);
            byte[] between = ("9" + time + "9 :-+Z,.").getBytes(StandardCharsets.US_ASCII);
            assertEquals(alone.length, end(alone, 0, alone.length), time);
            assertEquals(alone.length + 1, end(between, 1, 1 + alone.length), time);
        }
    }

    @Test
    void aTimeThatIsCutIsNoneOrAShorterOne() {
        for (String time : TIMES) {
            for (int to = 0; to < time.length(); to++) {
                byte[] cut = time.substring(0, to).getBytes(StandardCharsets.US_ASCII);
                int end = end(cut, 0, to);
                // Without its fraction or its zone, it is still a time.
                boolean whole = time.substring(0, to).matches(
                    "(.* )?(\\d{4}-\\d\\d-\\d\\d[Tt ])?\\d\\d:\\d\\d:\\d\\d([.,]\\d+)?(Z|z| ?[+-]\\d\\d(:?\\d\\d)?)?");
                assertTrue(whole ? end == to : end < to, time.substring(0, to) + ": " + end);
                assertTrue(end == -1 || end >= 15, time.substring(0, to) + ": " + end);
                assertEquals(end, end(time.getBytes(StandardCharsets.US_ASCII), 0, to), time.substring(0, to) + "|" + time.substring(to));
            }
        }
    }

    /** Returns where the time ends that begins at an index; -1 for none, or if the line is refused. */
    private static int end(byte[] b, int from, int to) {
        RecordWriter record = new RecordWriter();
        record.begin();
        try {
            return new SyslogTime(ZoneOffset.UTC).write(b, from, to, Instant.parse("2026-11-28T00:00:00Z"), record);
        } catch (RefusedLineException e) {
            return -1;
        }
    }
}
