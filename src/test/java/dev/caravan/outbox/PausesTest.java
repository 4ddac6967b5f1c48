package dev.caravan.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.OutboxSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long is waited after failures, and what waits. */
class PausesTest {

    @TempDir
    Path directory;
    private Outbox outbox;

    @BeforeEach
    void make() throws IOException {
        outbox = new Outbox(directory, new OutboxSpace(directory, 1 << 20));
    }

    @Test
    void thePauseGrowsAndEndsInTimeForTheFirstTryAfterAnOutage() {
        long last = 0;
        for (int i = 0; i < 1000; i++) {
            last = outbox.failed("nginx/1.log", FailureScope.ALL);
            assertTrue(last <= 14_500, last + " ms, and half a second until the next look");
        }
        assertTrue(last >= 7_000, last + " ms");
        assertTrue(outbox.failed("auth/1.json", FailureScope.ALL) >= 7_000);
    }

    @Test
    void theFirstPauseIsShort() {
        long first = outbox.failed("nginx/1.log", FailureScope.ALL);
        assertTrue(first >= 250 && first <= 500, first + " ms");
    }

    @Test
    void noTwoMachinesComeBackAtTheSameMoment() {
        Set<Long> pauses = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Backoff one = new Backoff(500, 14_000);
            for (int failure = 0; failure < 9; failure++) {
                one.failed();
            }
            pauses.add(one.failed());
        }
        assertTrue(pauses.size() > 10, pauses::toString);
    }

    @Test
    void aPrefixThatIsForbiddenHoldsNoOtherUp() {
        outbox.failed("netstat/2026/11/27/1.json", FailureScope.PREFIX);
        assertTrue(outbox.isPausing("netstat/2026/11/28/2.json"), "the same on another day");
        assertFalse(outbox.isPausing("nginx/2026/11/27/1.log"));
        assertFalse(outbox.isPausing());
        outbox.succeeded("nginx/2026/11/27/1.log");
        assertTrue(outbox.isPausing("netstat/2026/11/27/3.json"));
        outbox.succeeded("netstat/2026/11/27/3.json");
        assertFalse(outbox.isPausing("netstat/2026/11/27/4.json"));
    }

    @ParameterizedTest
    @CsvSource({"nginx/2026/11/27/20261127T101500Z_web1_k3f9x2-000042.log.gz,nginx/", "unparsed/nginx/2026/11/27/a.json,unparsed/nginx/",
        "fixed/prefix/auth/web1_1.json,fixed/prefix/auth/", "2026/11/27/nginx/a.log,nginx/", "nginx/dt=2026-11-27/hour=04/a.log,nginx/",
        "web1/a.log,web1/", "nginx/20261127T101500Z/a.log,nginx/", "a.log,''"})
    void thePrefixOfAKeyHasNoDates(String key, String prefix) {
        assertEquals(prefix, Prefix.of(key));
    }
}
