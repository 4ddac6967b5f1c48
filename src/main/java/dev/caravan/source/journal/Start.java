package dev.caravan.source.journal;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where journalctl begins, and which of the records that it prints are new. It is asked beforehand what stands at the place that was
 * stored last, for by itself it goes on somewhere else without a word when that record is gone.
 *
 * @param options of journalctl
 * @param after   only what was written after this record is new; null when all is
 * @param place   the record that stands first and is stored already, or some pieces of which are; null when there is none
 * @param numbers whether sequence numbers tell what is new
 * @param boot    the running boot's id
 * @param warning what is to be told; null when all is as it should be
 */
record Start(List<String> options, @Nullable Cursor after, @Nullable Place place, boolean numbers, String boot, @Nullable String warning) {

    /** Asks for the first record that journalctl prints with these options; null when it prints none. */
    interface Query {
        @Nullable
        Entry first(String option) throws IOException;
    }

    /** From the beginning. */
    static Start atBeginning(String boot) {
        return new Start(List.of(), null, null, false, boot, null);
    }

    /**
     * Behind what is stored.
     *
     * @throws IOException journalctl failed
     */
    static Start behind(Place place, Query journal, String boot) throws IOException {
        Cursor stored = Cursor.parse(place.cursor());
        if (stored == null) {
            return new Start(List.of(), null, null, false, boot, "its place in the journal, \"" + place.cursor()
                + "\", cannot be understood; all of the journal is read again");
        }
        List<String> options = List.of("--cursor=" + place.cursor());
        Entry first = journal.first(options.get(0));
        Cursor found = first == null ? null : Cursor.parse(first.cursor());
        if (stored.equals(found)) {
            return new Start(options, stored, place, false, boot, null);
        }
        if (found != null && found.isNumberedAs(stored) && Long.compareUnsigned(found.sequence(), stored.sequence()) > 0) {
            // Numbers have no gaps, so all between the two are gone. One that is used again would have been found.
            long missing = found.sequence() - stored.sequence() - 1;
            return new Start(options, stored, null, true, boot, missing == 0 && place.pieces() == 0 ? null
                : "records of the journal were deleted (vacuumed) before they were read: " + missing + " of all programs, some of which may"
                    + " be missing here. Let the journal grow larger (SystemMaxUse= in journald.conf) where that happens again");
        }
        return new Start(List.of(), stored, null, false, boot, "the journal does not have the record any more that was stored last ("
            + time(stored) + "): it was cut back by a power loss, or deleted. What was written later is read, and what was lost with it"
            + " is missing");
    }

    private static String time(Cursor cursor) {
        return java.time.Instant.ofEpochSecond(cursor.realtime() / 1_000_000).toString();
    }

    /** Whether a record is new. The one in {@link #place()} is none. */
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
