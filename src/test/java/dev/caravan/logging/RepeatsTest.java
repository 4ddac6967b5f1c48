package dev.caravan.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same message once, then after pauses that grow, with a count. */
class RepeatsTest {

    private final Repeats repeats = new Repeats();

    private String at(long minutes, String message) {
        return repeats.next(message, TimeUnit.MINUTES.toNanos(minutes));
    }

    @Test
    void thePausesDoubleUpToAnHour() {
        assertEquals("", at(0, "a"));
        assertNull(repeats.next("a", TimeUnit.SECONDS.toNanos(59)));
        assertEquals(" (2 times since the last such message)", at(1, "a"));
        assertNull(at(2, "a"));
        assertEquals(" (2 times since the last such message)", at(3, "a"));
        for (long at = 7; at < 63; at = 2 * at + 1) {
            assertEquals(" (1 times since the last such message)", at(at, "a"));
        }
        assertEquals(" (1 times since the last such message)", at(63, "a"));
        assertNull(at(122, "a"));
        assertEquals(" (2 times since the last such message)", at(123, "a"));
    }

    @Test
    void othersAreNotHeldUpAndWhatIsOverIsSaidAnew() {
        assertEquals("", at(0, "a 1"));
        assertEquals("", at(0, "b"));
        repeats.over("a");
        assertEquals("", at(0, "a 1"));
        assertNull(at(0, "b"));
    }
}
