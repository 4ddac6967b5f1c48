package dev.caravan.source.poll;

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

    /** What is told of errors. */
    public void setGuard(PollGuard guard) {
        this.guard = guard;
    }

    public @Nullable PollGuard getGuard() {
        return guard;
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
        PollGuard told = guard;
        if (told == null) {
            throw new IllegalStateException("a PollScheduler needs a guard");
        }
        super.scheduleTask(() -> told.run(task, consumer));
    }
}
