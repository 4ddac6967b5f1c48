package dev.caravan.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopHookTest {

    @Test
    void theExitWaitsUntilAllIsClosed() throws InterruptedException {
        StopHook hook = new StopHook();
        Thread exit = new Thread(hook::await);
        exit.start();
        await().until(() -> exit.getState() == Thread.State.TIMED_WAITING);
        hook.close();
        exit.join(20_000);
        assertTimeoutPreemptively(Duration.ofSeconds(10), hook::await, "an exit after that does not wait");
    }
}
