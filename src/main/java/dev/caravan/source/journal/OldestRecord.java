package dev.caravan.source.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks, while much is read, whether the journal deletes its oldest records faster than they are read: journalctl skips them silently.
 * Called only by the source's thread.
 */
final class OldestRecord {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);
    /** A pause in reading after which the reader has caught up. */
    private static final long CAUGHT_UP = TimeUnit.SECONDS.toNanos(2);

    private final Journalctl journal;
    private @Nullable Cursor before;
    private long beforeAt;
    private long lastAt;

    OldestRecord(Journalctl journal) {
        this.journal = journal;
    }

    /**
     * Notes that records up to this place were read.
     *
     * @return what may have been lost, in words
     */
    Optional<String> check(Place place) throws IOException {
        long now = System.nanoTime();
        boolean caughtUp = before == null || now - lastAt > CAUGHT_UP;
        lastAt = now;
        if (!caughtUp && now - beforeAt < INTERVAL) {
            return Optional.empty();
        }
        Cursor from = before;
        before = Cursor.parse(place.cursor());
        beforeAt = now;
        if (caughtUp || from == null) {
            return Optional.empty();
        }
        Entry first = journal.first();
        Cursor oldest = first == null ? null : Cursor.parse(first.cursor());
        if (oldest == null || !oldest.isNumberedAs(from) || Long.compareUnsigned(oldest.sequence(), from.sequence()) <= 0) {
            return Optional.empty();
        }
        return Optional.of("the journal deletes its oldest records (vacuum) about as fast as they are read: up to "
            + (oldest.sequence() - from.sequence()) + " of all programs may be missing here. Let the journal grow larger (SystemMaxUse= in"
            + " journald.conf)");
    }
}
