package dev.caravan.deliver;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A pause that doubles with each failure in a row, up to a limit. Each is shortened by chance, by half at most, so that machines which
 * lost the same store do not all come back at the same moment. Thread safe.
 */
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
    long failed() {
        return failed(maxMillis);
    }

    /** Notes a failure, with another limit for the pause that follows. */
    synchronized long failed(long limitMillis) {
        long longest = Math.min(limitMillis, firstMillis << Math.min(failures, 20));
        long pause = longest - ThreadLocalRandom.current().nextLong(longest / 2 + 1);
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

    /** Milliseconds until the pause ends; 0 while there is none. */
    synchronized long left() {
        return isPausing() ? Math.max(1, (until - System.nanoTime()) / 1_000_000) : 0;
    }

    /** Failures in a row. */
    synchronized int failures() {
        return failures;
    }
}
