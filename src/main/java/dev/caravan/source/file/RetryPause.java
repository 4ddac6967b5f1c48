package dev.caravan.source.file;

/** The pause after a file could not be read; it grows with each failure in a row. Called only by the source's thread. */
final class RetryPause {

    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 60 * FIRST_NANOS;

    private final Time time;
    private long nanos;
    private long end;

    RetryPause(Time time) {
        this.time = time;
    }

    /** Starts a pause after a failure, twice as long as the previous one. */
    void begin() {
        nanos = Math.min(LONGEST_NANOS, nanos == 0 ? FIRST_NANOS : nanos * 2);
        end = time.nanos() + nanos;
    }

    boolean lasts() {
        return nanos > 0 && time.nanos() - end < 0;
    }

    /** Ends the pauses after a read without a failure: the next pause is short. */
    void end() {
        nanos = 0;
    }
}
