package dev.caravan.source.journal;

import org.jspecify.annotations.Nullable;

/**
 * The place up to which the journal was read, including this record. The checkpoint contains its text.
 *
 * @param cursor cursor of the last stored record
 * @param pieces 0 if the record was stored as a whole, otherwise the number of its stored pieces: it is too long for one line
 */
record Place(String cursor, int pieces) {

    private static final String PIECES = ";pieces=";

    /** Parses the result of {@link #toString()}; returns null if nothing was stored yet. */
    static @Nullable Place parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        int pieces = text.indexOf(PIECES);
        String number = pieces < 0 ? "" : text.substring(pieces + PIECES.length());
        return number.matches("[0-9]{1,9}") ? new Place(text.substring(0, pieces), Integer.parseInt(number)) : new Place(text, 0);
    }

    @Override
    public String toString() {
        return pieces == 0 ? cursor : cursor + PIECES + pieces;
    }
}
