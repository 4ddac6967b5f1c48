package dev.caravan.state;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Lets certain writes to state directories wait until it is closed. One at a time. */
public final class SlowDisk implements AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch waiting = new CountDownLatch(1);

    /** @param waits which files are not written before the end */
    public SlowDisk(Predicate<Path> waits) {
        Durable.check = file -> {
            if (waits.test(file)) {
                waiting.countDown();
                await(closed);
            }
        };
    }

    /** Waits until a write waits. */
    public void awaitWrite() {
        await(waiting);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All writes go on. */
    @Override
    public void close() {
        Durable.check = file -> { };
        closed.countDown();
    }
}
