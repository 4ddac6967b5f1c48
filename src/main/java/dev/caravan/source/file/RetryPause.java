package dev.caravan.source.file;

/** How long a file is left alone after it could not be read: longer after each failure in a row. For one thread. */
final class RetryPause {

    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 60 * FIRST_NANOS;

    private final Time time;
    private long nanos;
    private long end;

    RetryPause(Time time) {
        this.time = time;
    }

    /** It failed: a pause begins, twice as long as the one before. */
    void begin() {
        nanos = Math.min(LONGEST_NANOS, nanos == 0 ? FIRST_NANOS : nanos * 2);
        end = time.nanos() + nanos;
    }

    boolean lasts() {
        return nanos > 0 && time.nanos() - end < 0;
    }

    /** It was read without a failure: the next pause is a short one. */
    void end() {
        nanos = 0;
    }
}
