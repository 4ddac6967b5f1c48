package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How long a file is left alone. */
class RetryPauseTest {

    private final ManualTime time = new ManualTime();
    private final RetryPause pause = new RetryPause(time);

    private void expect(long millis) {
        pause.begin();
        assertTrue(pause.lasts());
        time.passes(millis - 1);
        assertTrue(pause.lasts(), "it ended before " + millis);
        time.passes(1);
        assertFalse(pause.lasts(), "it lasts longer than " + millis);
    }

    @Test
    void thePauseGrowsWithEachFailureAndNeverBeyondAMinute() {
        assertFalse(pause.lasts());
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            expect(seconds * 1000L);
        }
    }

    @Test
    void afterASuccessThereIsNoneAndTheNextOneIsShort() {
        time.passes(10_000);
        pause.begin();
        pause.begin();
        pause.end();
        assertFalse(pause.lasts());
        expect(1000);
    }
}
