package dev.caravan.source.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks, when records come, whether the journal has deleted others before they were read: a running journalctl skips them silently.
 * Called only by the source's thread.
 */
final class OldestRecord {

    private final Start.Query journal;
    private final BooleanSupplier changed;
    private @Nullable Cursor before;

    /**
     * Begins without a place.
     *
     * @param journal asks for the first record at or after a cursor
     * @param changed whether files of the journal were deleted, or created, since it was last asked
     */
    OldestRecord(Start.Query journal, BooleanSupplier changed) {
        this.journal = journal;
        this.changed = changed;
    }

    /** Notes that journalctl begins at this record; null if the journal is read from its beginning. */
    void begin(@Nullable Cursor record) {
        before = record;
    }

    /**
     * Notes that records up to this place were read. It does not wait until they are stored: after a stop, the next run begins behind them.
     *
     * @return what may have been lost since the last call, in words
     * @throws IOException journalctl failed
     */
    Optional<String> check(Place place) throws IOException {
        Cursor from = before;
        before = Cursor.parse(place.cursor());
        if (from == null || !changed.getAsBoolean()) {
            return Optional.empty();
        }
        // Older files are deleted first, so nothing after this record is deleted while it is there. The oldest of all records shows less: that
        // of a user who seldom logs in stays for months, in a file of its own.
        Entry first = journal.first("--cursor=" + from);
        Cursor left = first == null ? null : Cursor.parse(first.cursor());
        if (left == null || !left.isNumberedAs(from) || Long.compareUnsigned(left.sequence(), from.sequence() + 1) <= 0) {
            return Optional.empty();
        }
        // journalctl may have read some of them before: it forgets a file that is deleted, whether it has read all of it or not.
        return Optional.of("the journal deletes its oldest records (vacuum) about as fast as they are read: up to "
            + (left.sequence() - from.sequence() - 1) + " of all programs may be missing here. Let the journal grow larger (SystemMaxUse= in"
            + " journald.conf)");
    }
}
