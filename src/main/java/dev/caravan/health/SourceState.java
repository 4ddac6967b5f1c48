package dev.caravan.health;

import java.util.Locale;

/**
 * The state of a source, with the same word in {@code caravan status}, on the page, in metrics, in MBeans and in health. Only MBeans show
 * sources that are off; they call them so.
 */
public enum SourceState {

    /** There is no backlog, and no lines wait in a batch or in the outbox. */
    IDLE(false),
    /** Lines are being read, or objects are being delivered. */
    WORKING(false),
    /** Lines are in a batch that is younger than its interval. */
    WAITING(false),
    /**
     * Collecting or delivery must wait: the outbox is full, the disk or the bucket cannot be written, a reload takes long, or the source is
     * suspended.
     */
    BLOCKED(true),
    /** There are lines to read, or a batch to seal, but no progress, and no known reason to wait. */
    STUCK(true),
    /** No file has the followed name. The source waits for one. */
    MISSING(false),
    /** The source's files, its command or its route have a problem. */
    FAILED(true);

    private final boolean down;

    SourceState(boolean down) {
        this.down = down;
    }

    /** Reports whether a source in this state makes the instance not ready. */
    public boolean isDown() {
        return down;
    }

    /** Returns the word for the state, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
