package dev.caravan.source.poll;

import dev.caravan.state.Source;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Consumer;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Camel's own clock for the polls of a source, but for one thing: an error of Java in a poll does not end it. One of it an
 * instance of the Kamelets {@code log-tail-source} and {@code journal-source}.
 */
public final class PollScheduler extends DefaultScheduledPollConsumerScheduler {

    private @Nullable PollGuard guard;
    private Consumer consumer;
    private volatile Runnable polls;

    /** What is told of errors. */
    public void setGuard(PollGuard guard) {
        this.guard = guard;
    }

    public @Nullable PollGuard getGuard() {
        return guard;
    }

    /**
     * A look at the source now, which neither the pause between polls nor the idle gate leaves out. The thread that polls takes it, so it
     * comes after a poll that is under way.
     *
     * @return whether all that there is has been read; false also where the look failed
     * @throws RejectedExecutionException the route has stopped
     */
    public CompletableFuture<Boolean> look() {
        PollGuard told = guard();
        Runnable run = polls;
        return CompletableFuture.supplyAsync(() -> told.look(run, consumer), getScheduledExecutorService());
    }

    /** The source that is polled; null while its route has not begun. */
    public @Nullable Source source() {
        return guard().opened();
    }

    private PollGuard guard() {
        PollGuard told = guard;
        if (told == null) {
            throw new IllegalStateException("a PollScheduler needs a guard");
        }
        return told;
    }

    @Override
    public void onInit(Consumer consumer) {
        super.onInit(consumer);
        this.consumer = consumer;
        // As Camel does it for the clock that it makes itself.
        ScheduledPollConsumer polled = (ScheduledPollConsumer) consumer;
        setInitialDelay(polled.getInitialDelay());
        setDelay(polled.getDelay());
        setTimeUnit(polled.getTimeUnit());
        setUseFixedDelay(polled.isUseFixedDelay());
    }

    @Override
    public void scheduleTask(Runnable task) {
        PollGuard told = guard();
        polls = task;
        super.scheduleTask(() -> told.run(task, consumer));
    }
}
