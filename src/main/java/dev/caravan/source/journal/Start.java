package dev.caravan.source.journal;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The record at which journalctl begins, and the rule that says which of its records are new. Caravan first asks which record is at the
 * stored place, because journalctl silently continues elsewhere if that record is gone.
 *
 * @param options options of journalctl
 * @param after   only records written after this one are new; null if all are
 * @param place   the record that comes first and is stored, completely or in some pieces; null if there is none
 * @param numbers whether sequence numbers show what is new
 * @param boot    id of the running boot
 * @param first   the first record that was there; null if that is not known
 * @param warning what must be logged; null if all is well
 */
record Start(List<String> options, @Nullable Cursor after, @Nullable Place place, boolean numbers, String boot, @Nullable Cursor first,
    @Nullable String warning) {

    /** Asks for the first record that journalctl prints with an option; null if it prints none. */
    interface Query {
        @Nullable
        Entry first(String option) throws IOException;
    }

    /** Starts at the beginning. */
    static Start atBeginning(String boot) {
        return new Start(List.of(), null, null, false, boot, null, null);
    }

    /**
     * Starts after the stored place.
     *
     * @throws IOException journalctl failed
     */
    static Start behind(Place place, Query journal, String boot) throws IOException {
        Cursor stored = Cursor.parse(place.cursor());
        if (stored == null) {
            return new Start(List.of(), null, null, false, boot, null, "its place in the journal, \"" + place.cursor()
                + "\", cannot be understood; all of the journal is read again");
        }
        List<String> options = List.of("--cursor=" + place.cursor());
        Entry first = journal.first(options.get(0));
        Cursor found = first == null ? null : Cursor.parse(first.cursor());
        if (stored.equals(found)) {
            return new Start(options, stored, place, false, boot, found, null);
        }
        if (found != null && found.isNumberedAs(stored) && Long.compareUnsigned(found.sequence(), stored.sequence()) > 0) {
            // Numbers have no gaps, so all records between the two are gone. A reused number would have been found.
            long missing = found.sequence() - stored.sequence() - 1;
            return new Start(options, stored, null, true, boot, found, missing == 0 && place.pieces() == 0 ? null : vacuumed(missing));
        }
        return new Start(List.of(), stored, null, false, boot, null, "the journal no longer has the last stored record ("
            + time(stored) + "): it was cut back by a power loss, or deleted. Records written later are read, and those lost with it"
            + " are missing");
    }

    private static String vacuumed(long missing) {
        return "records of the journal were deleted (vacuumed) before they were read: " + missing + " of all programs, some of which may"
            + " be missing here. Let the journal grow larger (SystemMaxUse= in journald.conf) if that happens again";
    }

    /**
     * Returns what must be logged if another start was logged before: of two starts after the same record, the second has lost only what it
     * no longer has of the first.
     *
     * @param before the start before this one; null if this is the first
     */
    @Nullable
    String warningAfter(@Nullable Start before) {
        if (before == null || first == null || before.first == null || !numbers || !before.numbers || !Objects.equals(after, before.after)) {
            return warning;
        }
        long more = first.sequence() - before.first.sequence();
        return more > 0 ? vacuumed(more) : null;
    }

    private static String time(Cursor cursor) {
        return java.time.Instant.ofEpochSecond(cursor.realtime() / 1_000_000).toString();
    }

    /** Reports whether a record is new. The record at {@link #place()} is not. */
    boolean isNew(String cursor) {
        if (after == null || place != null) {
            return true;
        }
        Cursor record = Cursor.parse(cursor);
        if (record == null) {
            return true;
        }
        return numbers && record.isNumberedAs(after) ? Long.compareUnsigned(record.sequence(), after.sequence()) > 0
            : record.isWrittenAfter(after, boot);
    }
}
