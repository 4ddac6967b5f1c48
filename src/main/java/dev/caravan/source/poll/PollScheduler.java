package dev.caravan.source.poll;

import dev.caravan.state.Source;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Consumer;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Camel's own timer for the polls of a source, except that an error of Java in a poll does not end it. Each instance of the Kamelets
 * {@code log-tail-source} and {@code journal-source} has its own.
 */
public final class PollScheduler extends DefaultScheduledPollConsumerScheduler {

    private @Nullable PollGuard guard;
    private Consumer consumer;
    private volatile Runnable polls;

    /** Sets the guard that handles errors. */
    public void setGuard(PollGuard guard) {
        this.guard = guard;
    }

    /** Returns the guard, or null if none was set. */
    public @Nullable PollGuard getGuard() {
        return guard;
    }

    /**
     * Polls the source now; neither the pause between polls nor the idle gate skips this poll. The polling thread runs it, so it comes
     * after a poll that is under way.
     *
     * @return whether everything was read; false also if the poll failed
     * @throws RejectedExecutionException the route has stopped
     */
    public CompletableFuture<Boolean> look() {
        PollGuard told = guard();
        Runnable run = polls;
        return CompletableFuture.supplyAsync(() -> told.look(run, consumer), getScheduledExecutorService());
    }

    /** Returns the source that is polled; null if its route has not begun. */
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
        // Camel does the same for the timer that it creates itself.
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
