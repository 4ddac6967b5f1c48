package dev.caravan.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories in which the model found a mistake, as it reported them. {@link FoundTest} has those that were told in words. */
class FoundHistoryTest {

    /**
     * A copy was taken for one of the log because of lines that were read and not sealed. After the crash the log had been truncated, and its
     * lines were in the copy alone, which counted as read.
     */
    @ParameterizedTest
    @ValueSource(strings = {
        "BANNER(21), APPEND(2), ADMIN_COPY(1), KILL(1), POLL(1), COPYTRUNCATE(1), APPEND(1), KILL(1)",
        "BANNER(21), APPEND(2), ADMIN_COPY(1), KILL(1), POLL(1), COPYTRUNCATE(1), KILL(1), APPEND(1)",
        "BANNER(21), APPEND(2), ADMIN_COPY(1), KILL(1), POLL(1), KILL(1), COPYTRUNCATE(1), APPEND(1)",
        "BANNER(21), APPEND(2), ADMIN_COPY(1), POLL(1), KILL(1), COPYTRUNCATE(1), APPEND(1)",
        "BANNER(21), APPEND(2), ADMIN_COPY(1), POLL(1), COPYTRUNCATE(1), KILL(1), APPEND(1)"})
    void whatWasJudgedByLinesThatAreNotSealedDoesNotOutliveACrash(String history) throws IOException {
        assertEquals(List.of(), History.of(history).lost("access.log"));
    }

    /**
     * The log was truncated twice between two looks. The second copy is shorter than what was read, so it was taken for an earlier copy of that,
     * although nothing but the banner was left to compare with.
     */
    @ParameterizedTest
    @ValueSource(strings = {
        "BANNER(21), APPEND(2), POLL(1), COPYTRUNCATE(1), APPEND(1), COPYTRUNCATE(1), SEAL(1), KILL(1)",
        "BANNER(21), APPEND(2), POLL(1), COPYTRUNCATE(1), APPEND(1), SEAL(1), COPYTRUNCATE(1), KILL(1)",
        "BANNER(21), APPEND(2), POLL(1), COPYTRUNCATE(1), APPEND(1), SEAL(1), KILL(1), COPYTRUNCATE(1)"})
    void aShorterCopyIsNotTakenForWhatIsGone(String history) throws IOException {
        assertEquals("", History.of(history).difference("access.log"));
    }

    /**
     * What was read of the log was thrown away by a failure, and the log was truncated and written again with the same banner. Only a copy that
     * counted as one of the log had the lines.
     */
    @ParameterizedTest
    @ValueSource(strings = {
        "BANNER(21), APPEND(2), POLL(1), ADMIN_COPY(1), FAIL(1), POLL(1), KILL(1), POLL(1), COPYTRUNCATE(1), APPEND(1)",
        "BANNER(21), APPEND(2), POLL(1), ADMIN_COPY(1), FAIL(1), GZIP_OLD(1), KILL(1), POLL(1), COPYTRUNCATE(1), APPEND(1)",
        "BANNER(21), APPEND(2), POLL(1), ADMIN_COPY(1), FAIL(1), KILL(1), POLL(1), POLL(1), COPYTRUNCATE(1), APPEND(1)",
        "BANNER(21), APPEND(2), POLL(1), ADMIN_COPY(1), FAIL(1), KILL(1), POLL(1), POLL(1), COPYTRUNCATE(1), APPEND(3)",
        "BANNER(21), APPEND(2), FAIL(1), POLL(1), COPYTRUNCATE(1), APPEND(1)",
        "BANNER(21), APPEND(2), FAIL(1), POLL(1), COPYTRUNCATE(1), APPEND(3)"})
    void aCopyOfWhatWasThrownAwayIsRead(String history) throws IOException {
        assertEquals(List.of(), History.of(history).lost("access.log"));
    }

    /** A new log with the same banner was taken for a copy of the old one, of which nothing was stored: the old one was read in two places. */
    @ParameterizedTest
    @ValueSource(strings = {
        "BANNER(21), APPEND(2), FAIL(1), POLL(1), COPYTRUNCATE(1), RENAME_GZIP(1), APPEND(1), POLL(1), RENAME_GZIP(1)",
        "BANNER(21), APPEND(2), FAIL(1), POLL(1), COPYTRUNCATE(1), RENAME_GZIP(1), APPEND(4), POLL(1), RENAME_GZIP(1)",
        "BANNER(21), APPEND(2), FAIL(1), POLL(1), RENAME_GZIP(1), APPEND(1), POLL(1), COPYTRUNCATE(1), RENAME_GZIP(1)"})
    void aNewLogIsNotTheOldOneWhichLiesBesideIt(String history) throws IOException {
        assertEquals("", History.of(history).difference("access.log"));
    }
}
