package dev.caravan.pipeline;

/**
 * How many things happen a second, averaged over about a minute. What is older counts less and less (an exponentially decaying
 * average), so it needs neither a thread nor a history. Thread safe.
 */
public final class Rate {

    private static final double WINDOW_SECONDS = 30;

    /** Things a second at the time {@link #at}. */
    private double value;
    private long at = System.nanoTime();

    /** Counts things that have just happened. */
    public synchronized void add(long things) {
        decay(System.nanoTime());
        value += things / WINDOW_SECONDS;
    }

    /** Things a second as of now; below a hundredth it is 0. */
    public synchronized double perSecond() {
        decay(System.nanoTime());
        return value < 0.01 ? 0 : value;
    }

    private void decay(long now) {
        value *= Math.exp(-(now - at) / 1e9 / WINDOW_SECONDS);
        at = now;
    }
}
