package dev.caravan.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each state of a source, and that a source with a reason to wait is not stuck. */
class FindingTest {

    @TempDir
    Path directory;
    private StateDirectory state;
    private OutboxSpace outbox;
    private Source source;

    @BeforeEach
    void open() throws Exception {
        state = StateDirectory.open(directory);
        outbox = new OutboxSpace(state.outbox(), 100);
        source = new Sources(state, outbox, "web1").attach("nginx", this);
        source.stats().looks(1000);
    }

    @AfterEach
    void close() throws Exception {
        state.close();
    }

    private Finding find(long behind, String delivery) {
        return Finding.of(source, outbox, behind, delivery);
    }

    private SourceState state(long behind) {
        return find(behind, null).state();
    }

    @Test
    void nothingBehindAndNothingWaits() {
        assertEquals(SourceState.IDLE, state(0));
        assertNull(find(0, null).reason());
    }

    @Test
    void bytesBehindAreWorkAndSoAreLinesJustStored() {
        assertEquals(SourceState.WORKING, state(1));
        source.stats().stored(1, 10);
        assertEquals(SourceState.WORKING, state(0));
    }

    @Test
    void anOpenBatchWaits() {
        source.stats().openBatchBytes(10);
        assertEquals(SourceState.WAITING, state(0));
    }

    @Test
    void aFileThatIsNotThereIsMissingAndNotDown() {
        source.stats().following("waiting for /var/log/nginx/access.log", true);
        assertEquals(new Finding(SourceState.MISSING, "waiting for /var/log/nginx/access.log"), find(0, null));
        assertFalse(SourceState.MISSING.isDown());
        source.stats().following("following /var/log/nginx/access.log");
        assertEquals(SourceState.IDLE, state(0));
    }

    @Test
    void aFullOutboxBlocks() {
        outbox.added(101);
        assertEquals(SourceState.BLOCKED, state(0));
        assertTrue(find(0, null).reason().contains("101 bytes wait in the outbox"));
    }

    @Test
    void aDiskThatCannotBeWrittenBlocks() {
        source.stats().problem(SourceStats.STATE, "cannot write");
        assertEquals(new Finding(SourceState.BLOCKED, "cannot write"), find(0, null));
    }

    @Test
    void deliveryInRetryBlocksASourceThatHasSomethingToDeliver() {
        assertEquals(SourceState.IDLE, find(0, "no such bucket").state());
        assertEquals(new Finding(SourceState.BLOCKED, "no such bucket"), find(1, "no such bucket"));
        source.stats().openBatchBytes(10);
        assertEquals(SourceState.BLOCKED, find(0, "no such bucket").state());
    }

    @Test
    void aProblemOfItsOwnIsAFailureAndTheReasonNamesBoth() {
        source.stats().problem("/var/log/nginx/access.log", "permission denied");
        outbox.added(101);
        Finding finding = find(0, null);
        assertEquals(SourceState.FAILED, finding.state());
        assertTrue(finding.reason().matches("permission denied; collecting pauses: .*"), finding.reason());
    }

    @Test
    void bytesBehindThatNobodyReadsAreStuckAfterThreeIntervalsAndFifteenSeconds() {
        assertNull(Finding.still(source, 7, 15_000));
        assertTrue(Finding.still(source, 7, 15_001).startsWith("7 bytes wait to be read"));
        assertNull(Finding.still(source, 0, 1_000_000));
        source.stats().looks(60_000);
        assertNull(Finding.still(source, 7, 180_000));
        assertNotNull(Finding.still(source, 7, 180_001));
    }

    @Test
    void whatWaitsForTheOutboxOrItsRouteIsNotStuck() {
        outbox.added(101);
        assertNull(Finding.still(source, 7, 1_000_000));
        assertNull(Finding.halted(source, 1_000_000));
        outbox.removed(101);
        assertNotNull(Finding.halted(source, 1_000_000));
        source.hold();
        assertNull(Finding.still(source, 7, 1_000_000));
        assertNull(Finding.halted(source, 1_000_000));
        source.release();
        assertNotNull(Finding.still(source, 7, 1_000_000));
        source.detach(this);
        assertNull(Finding.halted(source, 1_000_000));
    }

    @Test
    void twoMinutesWithoutALookOrTenIntervalsWhereThoseAreLong() {
        assertNull(Finding.halted(source, 120_000));
        assertTrue(Finding.halted(source, 120_001).startsWith("it was not polled for 120 s"));
        source.stats().looks(60_000);
        assertNull(Finding.halted(source, 600_000));
        assertNotNull(Finding.halted(source, 600_001));
    }
}
