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

/** Threads that compress and seal while the routes' own read and parse. They end when there was nothing to do for a while. */
public final class CompressionExecutors {

    /** For work that may wait for other work: as many threads as there are tasks, a few for each source at most. */
    public static final ExecutorService POOL = Executors.newCachedThreadPool(task -> thread("caravan-batch", task));

    /**
     * For work that waits for nothing: a thread for each processor. Those who hand work to it bound how much of theirs waits
     * in it.
     */
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
     * Waits for work that may not be left alone, also when the thread is interrupted.
     *
     * @throws InterruptedIOException the work is done, but the thread was interrupted
     * @throws IOException            the work has failed
     */
    static void await(Future<?> work) throws IOException {
        boolean interrupted = false;
        try {
            for (;;) {
                try {
                    work.get();
                    break;
                } catch (InterruptedException e) {
                    // It takes some milliseconds.
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
