package dev.caravan.outbox;

import dev.caravan.pipeline.OutOfMemory;
import dev.caravan.state.OutboxSpace;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.spi.ScheduledPollConsumerScheduler;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code outboxScheduler}, which decides when the endpoint of the route {@code deliver} polls: at once if a batch was moved to the
 * outbox, after the endpoint's {@code delay} while files are in the outbox, otherwise every ten seconds, for files that somebody puts there
 * by hand. A timer with two ticks per second, which this class replaces, took a tenth of all CPU time of an idle instance, and delivery had
 * to wait for it.
 */
public final class OutboxScheduler extends ServiceSupport implements ScheduledPollConsumerScheduler, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxScheduler.class);
    private static final long LOOK_MILLIS = 10_000;

    private final OutboxSpace space;
    private CamelContext context;
    private ScheduledPollConsumer consumer;
    private Runnable poll;
    private @Nullable ExecutorService executor;

    /** @param space counts the files of the outbox, and announces new ones */
    public OutboxScheduler(OutboxSpace space) {
        this.space = space;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void onInit(Consumer consumer) {
        this.consumer = (ScheduledPollConsumer) consumer;
    }

    @Override
    public void scheduleTask(Runnable task) {
        poll = task;
    }

    @Override
    public void startScheduler() {
        if (executor == null) {
            executor = context.getExecutorServiceManager().newSingleThreadExecutor(consumer, "outbox");
            ExecutorService own = executor;
            Runnable task = poll;
            long initialDelay = consumer.getTimeUnit().toMillis(consumer.getInitialDelay());
            long delay = Math.max(1, consumer.getTimeUnit().toMillis(consumer.getDelay()));
            executor.execute(() -> run(own, task, initialDelay, delay));
        }
    }

    private void run(ExecutorService own, Runnable task, long initialDelay, long delay) {
        await(space.arrived(), initialDelay);
        while (!own.isShutdown()) {
            long arrived = space.arrived();
            poll(task);
            await(arrived, space.files() > 0 ? delay : LOOK_MILLIS);
        }
    }

    /** Polls once. An error of Java costs one poll, and does not end delivery. */
    private static void poll(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            OutOfMemory.endIf("delivery", e);
            LOG.error("the outbox could not be polled: {}. Caravan tries again.", e.toString());
            LOG.debug("the outbox", e);
        }
    }

    private void await(long arrived, long millis) {
        try {
            space.awaitArrival(arrived, millis);
        } catch (InterruptedException e) {
            // The endpoint stops, or the SDK has interrupted a request at its time limit.
            LOG.debug("the outbox is polled early");
        }
    }

    @Override
    public void unscheduleTask() {
        if (executor != null) {
            context.getExecutorServiceManager().shutdownNow(executor);
            executor = null;
        }
    }

    @Override
    public boolean isSchedulerStarted() {
        return executor != null;
    }

    @Override
    protected void doStop() {
        unscheduleTask();
    }
}
