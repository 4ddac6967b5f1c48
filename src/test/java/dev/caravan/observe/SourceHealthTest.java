package dev.caravan.observe;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that nothing looks at any more is DOWN; one that has a reason to wait is not. */
class SourceHealthTest {

    @TempDir
    Path directory;
    private StateDirectory state;
    private OutboxSpace outbox;
    private Source source;
    private SourceHealth health;

    @BeforeEach
    void open() throws Exception {
        state = StateDirectory.open(directory);
        outbox = new OutboxSpace(state.outbox(), 100);
        source = new Sources(state, outbox, "web1").attach("nginx", this);
        source.stats().looks(1000);
        health = new SourceHealth(source, outbox);
    }

    @AfterEach
    void close() throws Exception {
        state.close();
    }

    @Test
    void twoMinutesWithoutALook() {
        assertNull(health.halted(120_000));
        assertTrue(health.halted(120_001).startsWith("nothing was looked at for 120 s"));
    }

    @Test
    void tenIntervalsWhereThoseAreLong() {
        source.stats().looks(60_000);
        assertNull(health.halted(600_000));
        assertTrue(health.halted(600_001) != null);
    }

    @Test
    void notWhileTheOutboxIsFull() {
        outbox.added(101);
        assertNull(health.halted(1_000_000));
        outbox.removed(101);
        assertTrue(health.halted(1_000_000) != null);
    }

    @Test
    void notWhileTheRouteIsReplacedOrAfterItIsGone() {
        source.hold();
        assertNull(health.halted(1_000_000));
        source.release();
        assertTrue(health.halted(1_000_000) != null);
        source.detach(this);
        assertNull(health.halted(1_000_000));
    }
}
