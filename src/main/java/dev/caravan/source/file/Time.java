package dev.caravan.source.file;

/** The clock, so that tests need not wait. */
interface Time {

    /** The machine's clock. */
    Time SYSTEM = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }
    };

    /** Returns a time for durations, in nanoseconds: only differences have a meaning. */
    long nanos();

    /** Returns the time in milliseconds since 1970; comparable across restarts. */
    long millis();
}
