package dev.caravan.source.journal;

import org.jspecify.annotations.Nullable;

/**
 * How far the journal was read: up to and with this record. The text of it is in the checkpoint.
 *
 * @param cursor of the record that was stored last
 * @param pieces 0 when the record was stored as a whole, else how many of its pieces were: it is too long for one line
 */
record Place(String cursor, int pieces) {

    private static final String PIECES = ";pieces=";

    /** Reads what {@link #toString()} wrote; null where nothing was stored yet. */
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
