package dev.caravan.source.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks, when records come, whether the journal deletes its oldest records before they are read: journalctl skips them silently.
 * Called only by the source's thread.
 */
final class OldestRecord {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    /** Asks for the oldest record of the journal; null if it has none. */
    interface Query {
        @Nullable
        Entry first() throws IOException;
    }

    private final Query journal;
    private final LongSupplier nanos;
    private @Nullable Cursor before;
    private long beforeAt;

    OldestRecord(Query journal, LongSupplier nanos) {
        this.journal = journal;
        this.nanos = nanos;
    }

    /** Notes that everything up to this record was read, although nothing matched. */
    void passed(@Nullable Cursor end) {
        before = end;
    }

    /**
     * Notes that records up to this place were read.
     *
     * @return what may have been lost, in words
     */
    Optional<String> check(Place place) throws IOException {
        long now = nanos.getAsLong();
        if (before != null && now - beforeAt < INTERVAL) {
            return Optional.empty();
        }
        // What was printed at the last check was read. Of what came since, and is deleted, journalctl may have missed some: it forgets a
        // file that is deleted, whether it has read all of it or not.
        Cursor from = before;
        before = Cursor.parse(place.cursor());
        beforeAt = now;
        Entry first = from == null ? null : journal.first();
        Cursor oldest = first == null ? null : Cursor.parse(first.cursor());
        if (from == null || oldest == null || !oldest.isNumberedAs(from) || Long.compareUnsigned(oldest.sequence(), from.sequence() + 1) <= 0) {
            return Optional.empty();
        }
        return Optional.of("the journal deletes its oldest records (vacuum) about as fast as they are read: up to "
            + (oldest.sequence() - from.sequence() - 1) + " of all programs may be missing here. Let the journal grow larger (SystemMaxUse= in"
            + " journald.conf)");
    }
}
