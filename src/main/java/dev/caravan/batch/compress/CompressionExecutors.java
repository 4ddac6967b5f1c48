package dev.caravan.batch.compress;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that compress and seal while the threads of the routes read and parse. They end after a while without work. */
public final class CompressionExecutors {

    /** For tasks that may wait for others: one thread per task, at most a few per source. */
    public static final ExecutorService POOL = Executors.newCachedThreadPool(task -> thread("caravan-batch", task));

    /** For tasks that wait for nothing: a thread per processor. Whoever submits tasks limits how many of them wait in the queue. */
    static final ThreadPoolExecutor COMPRESS = compress();

    private CompressionExecutors() {
    }

    private static ThreadPoolExecutor compress() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(GzipBlocks.PARALLEL, GzipBlocks.PARALLEL, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> thread("caravan-gzip", () -> {
                try {
                    task.run();
                } finally {
                    Compressor.endOfThread();
                }
            }));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Waits for a task to end, even if this thread is interrupted.
     *
     * @throws InterruptedIOException the task is done, but this thread was interrupted
     * @throws IOException            the task failed
     */
    static void await(Future<?> work) throws IOException {
        boolean interrupted = false;
        try {
            for (;;) {
                try {
                    work.get();
                    break;
                } catch (InterruptedException e) {
                    // The task takes some milliseconds.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (interrupted) {
            throw new InterruptedIOException("interrupted while a block was written");
        }
    }
}
