package dev.caravan.tail;

import java.util.concurrent.TimeUnit;

/** Time that passes only when a test says so. */
public final class ManualTime implements Time {

    private long millis = System.currentTimeMillis();

    @Override
    public long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Override
    public long millis() {
        return millis;
    }

    public void passes(long millis) {
        this.millis += millis;
    }
}
