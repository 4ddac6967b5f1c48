package dev.caravan.source.file;

import java.util.concurrent.TimeUnit;

/** Time that passes only when a test says so. */
public final class ManualTime implements Time {

    private long millis = System.currentTimeMillis();
    private long nanos;
    private int countdown;
    private Runnable meanwhile;
    private int stepsLeft;
    private Runnable atStep;

    /**
     * Something happens in the middle of a look at the files: after so many questions for the time, or whether a file is
     * followed.
     */
    public void interrupt(int questions, Runnable meanwhile) {
        this.countdown = questions;
        this.meanwhile = meanwhile;
    }

    /** Something happens at a later step of a look: a question as above, a file that is opened, or a block that was read. */
    public void interruptAtStep(int steps, Runnable atStep) {
        this.stepsLeft = steps;
        this.atStep = atStep;
    }

    /** Returns whether what {@link #interruptAtStep} has set is still to happen. */
    public boolean isInterruptPending() {
        return atStep != null;
    }

    void step() {
        if (atStep != null && --stepsLeft < 0) {
            Runnable now = atStep;
            atStep = null;
            now.run();
        }
    }

    void asked() {
        step();
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
