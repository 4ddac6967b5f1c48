package dev.caravan.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** When a problem is news. */
class SourceStatsTest {

    private final SourceStats stats = new SourceStats("nginx");

    @Test
    void twoSentencesThatComeByTurnsAreToldOnceEach() {
        assertTrue(stats.problem("/var/log", "cannot be read"));
        assertTrue(stats.problem("/var/log", "permission denied"));
        for (int i = 0; i < 20; i++) {
            assertFalse(stats.problem("/var/log", "cannot be read"));
            assertFalse(stats.problem("/var/log", "permission denied"));
        }
        assertEquals(List.of("permission denied"), List.copyOf(stats.problems()));
    }

    @Test
    void whatComesBackAfterItWasRightIsToldAgain() {
        assertTrue(stats.problem("/var/log", "cannot be read"));
        assertTrue(stats.problem("/var/log", null));
        assertFalse(stats.problem("/var/log", null));
        assertTrue(stats.problem("/var/log", "cannot be read"));
    }
}
