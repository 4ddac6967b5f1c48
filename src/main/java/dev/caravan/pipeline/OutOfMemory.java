package dev.caravan.pipeline;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when memory runs out, so that the service manager starts it again: nobody can know what its threads left half done. With
 * {@code -XX:+ExitOnOutOfMemoryError}, which the launcher sets, Java ends the process itself if the heap is full, but not for the errors
 * that its library throws, as for direct buffers and threads. Thread-safe.
 */
public final class OutOfMemory {

    /** The exit value, the same as Java's own. */
    public static final int EXIT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(OutOfMemory.class);
    /** Replaced by tests. */
    static volatile IntConsumer halt = Runtime.getRuntime()::halt;

    private OutOfMemory() {
    }

    /**
     * Ends the process if the error is an {@link OutOfMemoryError}, or was caused by one.
     *
     * @param where what was being done, for the message
     * @param e     may be null
     */
    public static void endIf(String where, @Nullable Throwable e) {
        if (isCauseOf(e)) {
            try {
                LOG.error("{}: out of memory ({}). Caravan ends with exit value {}, so that it is started again; no line is lost."
                    + " If this happens again, give it a larger heap: CARAVAN_JAVA_OPTS=-Xmx192m", where, text(e), EXIT);
            } finally {
                // No shutdown hooks: they need memory too. The disk is left as after a crash.
                halt.accept(EXIT);
            }
        }
    }

    /** Ends the process if a thread ends because memory ran out. Logs other errors that end a thread. */
    public static void watchThreads() {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            endIf(thread.getName(), e);
            LOG.error("thread {} ended: {}", thread.getName(), e.toString());
            LOG.debug("thread {}", thread.getName(), e);
        });
    }

    private static boolean isCauseOf(@Nullable Throwable e) {
        Throwable t = e;
        // A chain of causes may be circular.
        for (int i = 0; t != null && i < 100; i++, t = t.getCause()) {
            if (t instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String text(@Nullable Throwable e) {
        @Nullable
        Throwable t = e;
        while (t != null && !(t instanceof OutOfMemoryError)) {
            t = t.getCause();
        }
        return t == null ? null : t.getMessage();
    }
}
