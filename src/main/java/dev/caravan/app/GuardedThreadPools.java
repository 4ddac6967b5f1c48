package dev.caravan.app;

import dev.caravan.logging.Repeats;
import dev.caravan.pipeline.OutOfMemory;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.apache.camel.util.concurrent.RejectableScheduledThreadPoolExecutor;
import org.apache.camel.util.concurrent.SizedScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's thread pools, with periodic tasks that run again after an error. Java silently cancels a periodic task that throws; Camel's tasks catch
 * exceptions, but not errors. Without the task that seals old batches (completionInterval of an aggregate), the lines of a quiet source would
 * never be delivered.
 */
final class GuardedThreadPools extends DefaultThreadPoolFactory {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedThreadPools.class);

    private final Repeats repeats = new Repeats();

    @Override
    public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
        RejectedExecutionHandler rejected = profile.getRejectedExecutionHandler();
        Pool pool = new Pool(profile.getPoolSize(), threads,
            rejected == null ? new ThreadPoolExecutor.CallerRunsPolicy() : rejected);
        pool.setRemoveOnCancelPolicy(true);
        return profile.getMaxPoolSize() > 0 ? new SizedScheduledExecutorService(pool, profile.getMaxQueueSize()) : pool;
    }

    private void failed(Throwable e) {
        String thread = Thread.currentThread().getName();
        OutOfMemory.endIf(thread, e);
        String again = repeats.next(thread + e);
        if (again != null) {
            LOG.error("{}: a periodic task failed: {}. It runs again at its next time.{}", thread, e.toString(), again);
        }
        LOG.debug("{}", thread, e);
    }

    private final class Pool extends RejectableScheduledThreadPoolExecutor {

        Pool(int size, ThreadFactory threads, RejectedExecutionHandler rejected) {
            super(size, threads, rejected);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
            return super.scheduleAtFixedRate(guarded(task), first, period, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long pause, TimeUnit unit) {
            return super.scheduleWithFixedDelay(guarded(task), first, pause, unit);
        }

        private Runnable guarded(Runnable task) {
            return () -> {
                try {
                    task.run();
                } catch (Throwable e) {
                    failed(e);
                }
            };
        }
    }
}
