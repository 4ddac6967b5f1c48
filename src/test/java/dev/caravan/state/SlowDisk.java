package dev.caravan.state;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Lets certain writes to state directories wait until it is closed. One at a time. */
public final class SlowDisk implements AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final Durable.Check own;

    /** @param waits which files are not written before the end */
    public SlowDisk(Predicate<Path> waits) {
        own = file -> {
            if (waits.test(file)) {
                waiting.countDown();
                await(closed);
            }
        };
        Durable.check = own;
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

    /** All writes go on, those to come as well unless another test disk was put in its place. */
    @Override
    public void close() {
        if (Durable.check == own) {
            Durable.check = file -> {};
        }
        closed.countDown();
    }
}
