package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever writes lines may know one that takes a pattern for ever. */
class MultilineMatcherTest {

    private static int lastStart(String pattern, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new MultilineMatcher(Pattern.compile(pattern)).lastStart(bytes, bytes.length);
    }

    @Test
    void aLineThatTakesThePatternTooLongBeginsARecord() {
        String hostile = " ".repeat(200) + "\n";
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertEquals(6, lastStart("^\\s*\\s*\\s*\\s*\\s*\\s*x", "first\n" + hostile)));
    }

    @Test
    void otherLinesAreAsThePatternSays() {
        assertEquals(6, lastStart("^\\S", "first\nsecond\n at a\n at b\n"));
        assertEquals(0, lastStart("^\\S", "first\n at a\n at b\n"));
    }
}
