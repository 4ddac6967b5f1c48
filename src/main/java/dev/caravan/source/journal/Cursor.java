package dev.caravan.source.journal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a record's cursor (sd_journal_get_cursor). Numbers are compared as unsigned.
 *
 * @param sequenceId the sequence to which the number belongs, 32 hex digits
 * @param sequence   number of the record; records of all matches are counted. After a power loss, some numbers are used again
 * @param boot       the boot's id, 32 hex digits
 * @param monotonic  microseconds since that boot
 * @param realtime   microseconds since 1970
 * @param hash       hash of the record's fields, in hex
 */
record Cursor(String sequenceId, long sequence, String boot, long monotonic, long realtime, String hash) {

    private static final Pattern PARTS = Pattern.compile("s=([0-9a-f]{32});i=([0-9a-f]{1,16});b=([0-9a-f]{32});m=([0-9a-f]{1,16});"
        + "t=([0-9a-f]{1,16});x=([0-9a-f]{1,16})");

    /** Parses a cursor as journalctl prints it; returns null if the text is none. */
    static @Nullable Cursor parse(String text) {
        Matcher parts = PARTS.matcher(text);
        return parts.matches() ? new Cursor(parts.group(1), number(parts.group(2)), parts.group(3), number(parts.group(4)),
            number(parts.group(5)), parts.group(6)) : null;
    }

    private static long number(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    /** Reports whether both belong to the same sequence of numbers. */
    boolean isNumberedAs(Cursor other) {
        return sequenceId.equals(other.sequenceId);
    }

    /**
     * Reports whether this record was written after another one, if sequence numbers cannot be trusted. Clocks may be set, so the time
     * decides only if nothing better does.
     *
     * @param runningBoot id of the running boot; none of its records is older than a record of another boot
     */
    boolean isWrittenAfter(Cursor other, String runningBoot) {
        if (boot.equals(other.boot)) {
            return Long.compareUnsigned(monotonic, other.monotonic) > 0;
        }
        return boot.equals(runningBoot) || Long.compareUnsigned(realtime, other.realtime) > 0;
    }

    /** Returns the cursor as journalctl takes it. */
    @Override
    public String toString() {
        return "s=" + sequenceId + ";i=" + Long.toHexString(sequence) + ";b=" + boot + ";m=" + Long.toHexString(monotonic)
            + ";t=" + Long.toHexString(realtime) + ";x=" + hash;
    }
}
