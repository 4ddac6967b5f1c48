package dev.caravan.parse.auth;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.IpAddress;
import dev.caravan.parse.core.RecordWriter;

/**
 * What a message tells when it is read as a {@link Shape} says. A text that somebody else chose may let a message be read in
 * more than one way; a field about which the readings do not agree is left out. Used again for the next message.
 */
final class Reading {

    /** So many places are tried in one message; a text made to need more leaves its fields out. */
    private static final int TRIES = 2000;

    private static final AuthField[] FIELDS = AuthField.values();
    private static final String[] ADDRESSLESS = {"UNKNOWN", "unknown", "(null)", "?", "none"};
    private static final String[] TERMINALS = {"tty", "pts/", "/dev/", "console", "hvc", "ttyS", "vc/"};

    private final int[] from = new int[AuthField.COUNT];
    private final int[] to = new int[AuthField.COUNT];
    private final int[] nowFrom = new int[AuthField.COUNT];
    private final int[] nowTo = new int[AuthField.COUNT];
    /** The fields that all readings so far agree about, a bit each; those of the reading under way. */
    private int known;
    private int now;
    private int readings;
    private int tries;

    /** Forgets everything. */
    Reading clear() {
        known = 0;
        now = 0;
        readings = 0;
        tries = TRIES;
        return this;
    }

    /** Whether the message could be read. */
    boolean isRead() {
        return readings > 0;
    }

    /** Counts a place that is tried. Returns false if there were too many. */
    boolean tryAgain() {
        return --tries >= 0;
    }

    boolean isExhausted() {
        return tries < 0;
    }

    /** Notes where a field stands in the reading under way. */
    void note(AuthField field, int begin, int end) {
        int i = field.ordinal();
        nowFrom[i] = begin;
        nowTo[i] = end;
        now |= 1 << i;
    }

    /** Whether the reading under way has the field. */
    boolean isNoted(AuthField field) {
        return (now & 1 << field.ordinal()) != 0;
    }

    void forget(AuthField field) {
        now &= ~(1 << field.ordinal());
    }

    /** The reading under way fits. */
    void fits() {
        if (readings++ > 0) {
            known &= now;
        } else {
            known = now;
            for (int left = now; left != 0; left &= left - 1) {
                int i = Integer.numberOfTrailingZeros(left);
                from[i] = nowFrom[i];
                to[i] = nowTo[i];
            }
            return;
        }
        for (int left = known; left != 0; left &= left - 1) {
            int i = Integer.numberOfTrailingZeros(left);
            if (from[i] != nowFrom[i] || to[i] != nowTo[i]) {
                known &= ~(1 << i);
            }
        }
    }

    /** Where the field, which is there, begins. */
    int from(AuthField field) {
        return from[field.ordinal()];
    }

    int to(AuthField field) {
        return to[field.ordinal()];
    }

    boolean has(AuthField field) {
        return (known & 1 << field.ordinal()) != 0;
    }

    /** Whether the field is there and not empty. */
    boolean hasText(AuthField field) {
        return has(field) && to(field) > from(field);
    }

    void set(AuthField field, int begin, int end) {
        from[field.ordinal()] = begin;
        to[field.ordinal()] = end;
        known |= 1 << field.ordinal();
    }

    void remove(AuthField field) {
        known &= ~(1 << field.ordinal());
    }

    /** One field's text becomes another's. */
    void rename(AuthField old, AuthField field) {
        boolean there = has(old);
        remove(old);
        remove(field);
        if (there) {
            set(field, from(old), to(old));
        }
    }

    /** Writes the fields. */
    void write(byte[] b, RecordWriter record) {
        for (int left = known; left != 0; left &= left - 1) {
            int i = Integer.numberOfTrailingZeros(left);
            write(FIELDS[i], b, from[i], to[i], record);
        }
    }

    private void write(AuthField field, byte[] b, int begin, int end, RecordWriter record) {
        if (field == AuthField.SRC_IP) {
            place(b, begin, end, record);
        } else if (field.isNumber()) {
            long number = Ascii.number(b, begin, end);
            if (number >= 0) {
                record.number(field.written(), number);
            }
        } else if (field != AuthField.TTY || end > begin && !isOneOf(ADDRESSLESS, b, begin, end)) {
            record.text(field.written(), b, begin, end);
        }
    }

    /** An address without its scope, a terminal, or a host's name. */
    private void place(byte[] b, int begin, int end, RecordWriter record) {
        int percent = Ascii.indexOf(b, begin, end, '%');
        int literal = percent < 0 ? end : percent;
        if (IpAddress.isLiteral(b, begin, literal)) {
            record.text(AuthField.SRC_IP.written(), b, begin, literal);
        } else if (begin == end || isOneOf(ADDRESSLESS, b, begin, end)) {
            return;
        } else if (isTerminal(b, begin, end)) {
            if (!has(AuthField.TTY)) {
                record.text(AuthField.TTY.written(), b, begin, end);
            }
        } else {
            record.text(AuthField.SRC_HOST.written(), b, begin, end);
        }
    }

    private static boolean isTerminal(byte[] b, int begin, int end) {
        for (String terminal : TERMINALS) {
            if (Ascii.starts(b, begin, end, terminal)) {
                return Ascii.indexOf(b, begin, end, '.') < 0;
            }
        }
        return false;
    }

    private static boolean isOneOf(String[] texts, byte[] b, int begin, int end) {
        for (String text : texts) {
            if (Ascii.is(b, begin, end, text)) {
                return true;
            }
        }
        return false;
    }
}
