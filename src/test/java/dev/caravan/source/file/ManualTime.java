package dev.caravan.source.file;

import java.util.concurrent.TimeUnit;

/** Time that passes only when a test says so. */
public final class ManualTime implements Time {

    private long millis = System.currentTimeMillis();
    private long nanos;
    private int countdown;
    private Runnable meanwhile;

    /**
     * Something happens in the middle of a look at the files: after so many questions for the time, or whether a file is
     * followed.
     */
    public void interrupt(int questions, Runnable meanwhile) {
        this.countdown = questions;
        this.meanwhile = meanwhile;
    }

    void asked() {
        if (meanwhile != null && --countdown < 0) {
            Runnable now = meanwhile;
            meanwhile = null;
            now.run();
        }
    }

    @Override
    public long nanos() {
        asked();
        return nanos;
    }

    @Override
    public long millis() {
        asked();
        return millis;
    }

    public void passes(long millis) {
        this.millis += millis;
        this.nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Someone sets the clock. */
    public void isSet(long millis) {
        this.millis += millis;
    }
}
