package dev.caravan.outbox;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A pause that doubles with each failure in a row, up to a limit. Each pause is shortened at random by up to half, so that machines that
 * lost the same store do not all return at the same moment. Thread-safe.
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

    /** Notes a failure. Returns the pause that follows, in milliseconds. */
    long failed() {
        return failed(maxMillis);
    }

    /** Notes a failure, with another limit for the pause that follows. Times are in milliseconds. */
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

    /** Returns the milliseconds until the pause ends; 0 if there is none. */
    synchronized long left() {
        return isPausing() ? Math.max(1, (until - System.nanoTime()) / 1_000_000) : 0;
    }

    /** Returns the number of failures in a row. */
    synchronized int failures() {
        return failures;
    }
}
