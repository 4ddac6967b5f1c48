package dev.caravan.state;

/**
 * The life of a followed file, as the checkpoint has it. What happens to a file is a {@link FileEvent}; {@link #after} is the only
 * way from one state to another.
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

    /** It is what stands at the path that is followed. */
    LIVE,
    /** It stands elsewhere, and may have lines to be read. */
    ROTATED,
    /** It stands nowhere that is known; its rest is looked for, and read through its descriptor where that is open. */
    MISSING,
    /** Nothing more is read of it: a copy of another file, or a compressed one that was read to its end. It is kept so that it is known again. */
    COMPLETED,
    /** Nothing is read of it: it lay there when its directory was looked at first. Kept likewise. */
    SKIPPED;

    /** Whether it is at another place than the path that is followed, or at none. */
    public boolean isRotated() {
        return this != LIVE;
    }

    /** Whether nothing more is read of it, unless it grows. */
    public boolean isDone() {
        return this == COMPLETED || this == SKIPPED;
    }

    /** What it is after an event. A file of which nothing is read stays that, wherever it goes, until it is written to. */
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

    /** The state that the three flags of a stored checkpoint mean. */
    static FileState of(boolean rotated, boolean done, boolean skipped, boolean gone) {
        if (done) {
            return skipped ? SKIPPED : COMPLETED;
        }
        return gone ? MISSING : rotated ? ROTATED : LIVE;
    }
}
