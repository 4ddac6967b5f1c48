package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoTimeTest {

    @ParameterizedTest
    @ValueSource(strings = {"2023-04-16T10:15:00Z", "2023-04-16T10:15:00.5Z", "2026-11-25T02:24:49.123920+00:00",
        "2023-04-16T10:15:00-07:30", "2024-02-29T00:00:00Z", "2023-04-16T1:15:00Z", "2023-04-16T10:15:00,5Z",
        "0000-01-01T00:00:00Z", "2023-04-16T10:15:00.12345678901234567890Z"})
    void timesInRfc3339AreTaken(String text) {
        assertTrue(GoTime.isRfc3339(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2023-04-16", "2023-04-16 10:15:00Z", "2023-04-16T10:15:00", "2023-04-16t10:15:00Z",
        "2023-04-16T10:15:00z", "2023-02-29T00:00:00Z", "2023-13-01T00:00:00Z", "2023-00-01T00:00:00Z",
        "2023-04-31T00:00:00Z", "2023-04-16T24:00:00Z", "2023-04-16T10:60:00Z", "2023-04-16T10:15:60Z",
        "2023-04-16T10:15:00.Z", "2023-04-16T10:15:00+0000", "2023-04-16T10:15:00+25:00", "2023-04-16T10:15:00Zx",
        "2023-04-16T10:15:00+00:00 ", "2023-04-16T10:15Z", "20230416T101500Z", "2020-03-23 16:14:06 +0000", "2023-4-16T10:15:00Z"})
    void otherTextsAreNot(String text) {
        assertFalse(GoTime.isRfc3339(text));
    }

    @Property(tries = 500)
    void whatJavaPrintsIsTaken(@ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long millis,
        @ForAll @IntRange(min = -18, max = 18) int hours) {
        Instant instant = Instant.ofEpochMilli(millis);
        assertTrue(GoTime.isRfc3339(instant.toString()));
        OffsetDateTime there = instant.atOffset(ZoneOffset.ofHours(hours));
        // Java leaves out seconds that are zero; beyond the year 9999 it writes a sign.
        if (there.getYear() <= 9999 && there.getYear() >= 0 && there.toString().length() > "2023-04-16T10:15+00:00".length()) {
            assertTrue(GoTime.isRfc3339(there.toString()), there::toString);
        }
    }

    @Property(tries = 500)
    void anyTextIsAnsweredWithoutAnError(@ForAll String text) {
        GoTime.isRfc3339(text);
        GoTime.isRfc3339("2023-04-16T" + text);
        GoTime.isRfc3339("2023-04-16T10:15:00" + text);
    }
}
