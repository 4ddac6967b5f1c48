package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.LogCapture;
import org.junit.jupiter.api.Test;

/** A log that does not come is told, with where its lines may be. */
class AwaitedTest {

    private final ManualTime time = new ManualTime();

    private String waits(Awaited awaited) {
        try (LogCapture log = new LogCapture()) {
            for (int second = 0; second < 300; second += 15) {
                awaited.waits(true);
                time.passes(15_000);
            }
            return log.text();
        }
    }

    @Test
    void aLogThatIsNotThereForAMinuteIsToldOnceWithTheJournal() {
        String text = waits(new Awaited("auth", "/var/log/auth.log", true, time, () -> true));
        assertTrue(text.contains("auth: /var/log/auth.log has been missing for a minute"), text);
        assertTrue(text.contains("set caravan.source.auth.input = journal (journalctl"), text);
        assertEquals(1, text.split("has been missing", -1).length - 1, text);
        String other = waits(new Awaited("nginx", "/var/log/nginx/access.log", false, time, () -> true));
        assertTrue(other.contains("begin its route with kamelet:journal-source"), other);
        String without = waits(new Awaited("nginx", "/var/log/nginx/access.log", false, time, () -> false));
        assertTrue(without.contains("nothing is collected until it appears") && !without.contains("journal"), without);
    }

    @Test
    void aLogThatComesWithinAMinuteIsNotTold() {
        try (LogCapture log = new LogCapture()) {
            Awaited awaited = new Awaited("auth", "/var/log/auth.log", true, time, () -> true);
            for (int n = 0; n < 10; n++) {
                awaited.waits(true);
                time.passes(50_000);
                awaited.waits(false);
            }
            assertFalse(log.text().contains("auth.log"), log.text());
        }
    }

    @Test
    void theMinuteCountsFromTheLastTimeItWasThere() {
        try (LogCapture log = new LogCapture()) {
            time.passes(500_000);
            Awaited awaited = new Awaited("auth", "/var/log/auth.log", true, time, () -> true);
            awaited.waits(true);
            time.passes(60_000);
            awaited.waits(true);
            assertFalse(log.text().contains("auth.log"), log.text());
            time.passes(1);
            awaited.waits(true);
            assertTrue(log.text().contains("/var/log/auth.log has been missing for a minute"), log.text());
        }
    }
}
