package dev.caravan.health;

import java.util.Locale;

/** How a source is, in one word: the same in {@code caravan status}, on the page, in metrics, in MBeans and in health. */
public enum SourceState {

    /** Nothing is behind, and nothing waits. */
    IDLE(false),
    /** Lines are read, or objects are delivered. */
    WORKING(false),
    /** Lines are in a batch that is younger than its interval. */
    WAITING(false),
    /**
     * Collecting or delivery must wait: the outbox is full, the disk or the bucket cannot be written, a route is being replaced, or somebody has
     * suspended the source.
     */
    BLOCKED(true),
    /** Something is to be read, or to be sealed, and nothing moves, though there is no reason to wait. */
    STUCK(true),
    /** No file has the name that is followed. It is waited for. */
    MISSING(false),
    /** Something is wrong with its files, its command or its route. */
    FAILED(true);

    private final boolean down;

    SourceState(boolean down) {
        this.down = down;
    }

    /** Whether a source in this state makes the instance not ready. */
    public boolean isDown() {
        return down;
    }

    /** In lower case, as it is shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
