package dev.caravan.deliver;

/** A pause that doubles with each failure in a row, up to a limit. Thread safe. */
final class Backoff {

    private final long firstMillis;
    private final long maxMillis;
    private int failures;
    private long until;

    Backoff(long firstMillis, long maxMillis) {
        this.firstMillis = firstMillis;
        this.maxMillis = maxMillis;
    }

    /** Notes a failure; returns the pause that follows, in milliseconds. */
    synchronized long failed() {
        long pause = Math.min(maxMillis, firstMillis << Math.min(failures, 20));
        failures++;
        until = System.nanoTime() + pause * 1_000_000;
        return pause;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    synchronized boolean isPausing() {
        return failures > 0 && System.nanoTime() - until < 0;
    }

    /** Failures in a row. */
    synchronized int failures() {
        return failures;
    }
}
