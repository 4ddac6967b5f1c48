package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrftimeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "%Y-%m-%d %H:%M:%S %z|2020-03-23 16:14:06 +0000|true", "%Y-%m-%d|2023-02-29|false", "%Y-%m-%d|2024-02-29|true",
        "%m-%d|02-29|true", "%m-%d|02-30|false", "%b  %d %H:%M:%S|Nov  25 02:24:49|true", "%b  %d|nov  31|false",
        "%B %d, %Y|February 29, 2024|true", "%a %A|Mon Monday|true", "%a|Mo|false", "%I:%M %p|12:30 PM|true", "%I|13|false", "%H|23|true",
        "%H|24|false", "%S|59|true", "%S|60|false", "%M|60|false", "%f|123456|true", "%f||false", "%j|366|true", "%j|367|false",
        "%y|23|true", "%y|2023|false", "%w|6|true", "%w|7|false", "%U|53|true", "%W|54|false", "%Z|UTC|true", "%z|Z|true", "%z|+01:00|true",
        "%z|0100|false",
        "%x|04/16/23|true", "%X|10:15:00|true", "%c|Sun Apr 16 10:15:00 2023|true", "%%Y|%Y|true", "%Y.|2023x|false"})
    void aTextIsComparedWithEachDirective(String format, String text, boolean matches) {
        assertEquals(matches, new Strftime(format).matches(text == null ? "" : text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%q", "%", "%Y%", "%d %d", "%E"})
    void aPatternThatPantherDoesNotKnowIsRefused(String format) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new Strftime(format));
        assertTrue(e.getMessage().contains("'" + format + "'"), e.getMessage());
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> TimeFormat.of("iso8601"));
        assertTrue(e.getMessage().contains("rfc3339"), e.getMessage());
    }
}
