package dev.caravan.deliver;

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
 * The bean {@code outboxScheduler}: tells the endpoint of the route {@code deliver} when to poll. At once when a batch was moved
 * to the outbox, after the endpoint's {@code delay} while there is something in it, every ten seconds else, for what someone puts
 * there by hand. A clock of two ticks a second, which it replaces, was a tenth of all CPU time while nothing happens, and delivery
 * waited for it.
 */
public final class OutboxScheduler extends ServiceSupport implements ScheduledPollConsumerScheduler, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxScheduler.class);
    private static final long LOOK_MILLIS = 10_000;

    private final OutboxSpace space;
    private CamelContext context;
    private ScheduledPollConsumer consumer;
    private Runnable poll;
    private @Nullable ExecutorService executor;

    /** @param space counts its files, and tells when one has come */
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

    /** An error of Java costs one poll, and does not end delivery. */
    private static void poll(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            OutOfMemory.endIf("delivery", e);
            LOG.error("the outbox could not be looked at: {}. It is tried again.", e.toString());
            LOG.debug("the outbox", e);
        }
    }

    private void await(long arrived, long millis) {
        try {
            space.awaitArrival(arrived, millis);
        } catch (InterruptedException e) {
            // The endpoint is stopping; or a request was interrupted, as the SDK does at its time limit.
            LOG.debug("the outbox is looked at before its time");
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
