package dev.caravan.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every history of a few actions: what random ones reach by luck alone. {@code -Dcaravan.test.model.length=5} makes them longer by one action
 * ({@value #LENGTH} after the beginning, if it is not set), {@code -Dcaravan.test.model.actions="BANNER(21), APPEND(2) + POLL(1), KILL(1)"} tries
 * others: what each begins with, and what follows in every order. {@code -Dcaravan.test.model.pattern=*} follows all names.
 */
@Tag("slow")
class EveryHistoryTest {

    private static final String PATTERN = System.getProperty("caravan.test.model.pattern", "access.log");
    private static final int LENGTH = 3;
    private static final int MOST_REPORTED = 20;

    /** What a history must not do. */
    private interface Rule {

        /** Returns what is wrong with a history; empty if nothing is. */
        String broken(History history) throws IOException;
    }

    private static final Rule ONCE = history -> history.difference(PATTERN);
    /** A copy of lines that nobody has read yet cannot be told from a rotated file: they may come out twice. */
    private static final Rule NOT_LOST = history -> {
        List<String> lost = history.lost(PATTERN);
        return lost.isEmpty() ? "" : "lost " + lost;
    };

    @ParameterizedTest
    @ValueSource(strings = {
        "APPEND(2) + APPEND(1), POLL(1), GZIP_OLD(1), COPYTRUNCATE(1), KILL(1), RENAME(1), SEAL(1)",
        "BANNER(21), APPEND(2) + APPEND(1), POLL(1), GZIP_OLD(1), COPYTRUNCATE(1), KILL(1), RENAME(1)",
        "BANNER(21), APPEND(2), POLL(1) + APPEND(1), POLL(1), RENAME_GZIP(1), COPYTRUNCATE(1), SEAL_BEGINS(1), SEAL_FAILS(1), FAIL(1)"})
    void eachLineComesOutOnce(String actions) throws IOException {
        tryAll(actions, ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "BANNER(21), APPEND(2), ADMIN_COPY(1) + APPEND(1), POLL(1), GZIP_OLD(1), COPYTRUNCATE(1), KILL(1), RENAME(1), ADMIN_COPY(1)"})
    void noLineIsLostWhereSomeoneCopiesTheLog(String actions) throws IOException {
        tryAll(actions, NOT_LOST);
    }

    @Test
    void andOfOtherActions() throws IOException {
        String actions = System.getProperty("caravan.test.model.actions", "");
        assumeTrue(!actions.isEmpty(), "no actions are given");
        tryAll(actions, actions.contains("ADMIN_COPY") ? NOT_LOST : ONCE);
    }

    private static void tryAll(String text, Rule rule) throws IOException {
        List<String> failures = new ArrayList<>();
        for (History history : (Iterable<History>) History.every(text, Integer.getInteger("caravan.test.model.length", LENGTH))::iterator) {
            String broken = rule.broken(history);
            if (!broken.isEmpty() && failures.size() < MOST_REPORTED) {
                failures.add(history + ": " + broken);
            }
        }
        assertEquals(List.of(), failures);
    }
}
