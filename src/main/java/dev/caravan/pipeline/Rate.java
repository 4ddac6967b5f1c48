package dev.caravan.pipeline;

/**
 * The number of things per second, averaged over about a minute. Older things count less (an exponentially decaying average), so neither a
 * thread nor a history is needed. Thread-safe.
 */
public final class Rate {

    private static final double WINDOW_SECONDS = 30;

    /** Things per second at the time {@link #at}. */
    private double value;
    private long at = System.nanoTime();

    /** Counts things that happened now. */
    public synchronized void add(long things) {
        decay(System.nanoTime());
        value += things / WINDOW_SECONDS;
    }

    /** Returns the things per second as of now; 0 below a hundredth. */
    public synchronized double perSecond() {
        decay(System.nanoTime());
        return value < 0.01 ? 0 : value;
    }

    private void decay(long now) {
        value *= Math.exp(-(now - at) / 1e9 / WINDOW_SECONDS);
        at = now;
    }
}
