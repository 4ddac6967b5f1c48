package dev.caravan.state;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {

    private static final long LONG_MILLIS = 60_000;

    @TempDir
    Path directory;
    private StateDirectory state;
    private Source source;

    @BeforeEach
    void open() throws Exception {
        state = StateDirectory.open(directory);
        source = new Sources(state, new OutboxSpace(state.outbox(), 1 << 20), "web1").get("nginx");
    }

    @AfterEach
    void close() throws Exception {
        state.close();
    }

    @Test
    void whoWaitsGoesOnWhenTheSourceIsReleased() throws Exception {
        source.hold();
        assertTrue(source.isPaused());
        FutureTask<Boolean> waiting = new FutureTask<>(() -> source.awaitRelease(LONG_MILLIS));
        Thread thread = new Thread(waiting);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        source.release();
        assertTrue(waiting.get(10, TimeUnit.SECONDS));
    }

    @Test
    void nobodyWaitsForASourceThatIsNotHeld() {
        assertTrue(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> source.awaitRelease(LONG_MILLIS)));
    }

    @Test
    void aSourceThatStaysHeldIsWaitedForSoLongOnly() {
        source.hold();
        assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> source.awaitRelease(20)));
    }
}
