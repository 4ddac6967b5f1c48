package dev.caravan.state;

/**
 * The life of a followed file, as the checkpoint stores it. {@link FileEvent} lists what happens to a file; {@link #after} is the only way
 * from one state to another.
 *
 * <pre>
 *             CREATED ┌───────── RENAMED ────────┐
 *    (new) ─────────▶ LIVE ───────────────────▶ ROTATED ──▶ COMPLETED, SKIPPED
 *                     │ ▲                        ▲ │ READ_TO_END, COPIED, PREEXISTING
 *   DELETED, TRUNCATED│ │CREATED         RENAMED │ │ DELETED, TRUNCATED
 *                     ▼ │                        │ ▼
 *                     └────────── MISSING ◀──────┘      WRITTEN: COMPLETED, SKIPPED ──▶ ROTATED
 * </pre>
 */
public enum FileState {

    /** The file is at the followed path. */
    LIVE,
    /** The file is elsewhere, and may have unread lines. */
    ROTATED,
    /** The file is at no known path. Caravan looks for its rest, and reads it through the open descriptor if there is one. */
    MISSING,
    /** The file is read no further: it is a copy, or a compressed file that was read to its end. It is kept so that it is recognised. */
    COMPLETED,
    /** The file is never read: it existed when its directory was first examined. It is kept so that it is recognised. */
    SKIPPED;

    /** Reports whether the file is not at the followed path. */
    public boolean isRotated() {
        return this != LIVE;
    }

    /** Reports whether the file is read no further, unless it grows. */
    public boolean isDone() {
        return this == COMPLETED || this == SKIPPED;
    }

    /** Returns the state after an event. A file that is read no further keeps its state wherever it goes, until it is written to. */
    public FileState after(FileEvent event) {
        return switch (event) {
            case CREATED -> LIVE;
            case RENAMED -> isDone() ? this : ROTATED;
            case DELETED, TRUNCATED -> isDone() ? this : MISSING;
            case WRITTEN -> isDone() ? ROTATED : this;
            case READ_TO_END, COPIED -> COMPLETED;
            case PREEXISTING -> SKIPPED;
        };
    }

    /** Returns the state that the flags of a stored checkpoint mean. */
    static FileState of(boolean rotated, boolean done, boolean skipped, boolean gone) {
        if (done) {
            return skipped ? SKIPPED : COMPLETED;
        }
        return gone ? MISSING : rotated ? ROTATED : LIVE;
    }
}
