package dev.caravan.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps Java from ending before a stop has: at a signal, Camel waits only until its context has stopped. Without this, the process could
 * end before it has deleted its socket and released the state directory, and look like one that was killed.
 */
public final class StopHook implements AutoCloseable {

    /** As long as Camel waits, with three seconds for routes; systemd waits for 30 s. */
    private static final long LONGEST_SECONDS = 20;

    private final CountDownLatch closed = new CountDownLatch(1);

    /** Makes the exit of this process wait for {@link #close()}, for at most 20 seconds. */
    public static StopHook install() {
        StopHook hook = new StopHook();
        Runtime.getRuntime().addShutdownHook(new Thread(hook::await, "stop-hook"));
        return hook;
    }

    /** Waits for {@link #close()}. */
    void await() {
        try {
            closed.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes that everything is closed. */
    @Override
    public void close() {
        closed.countDown();
    }
}
