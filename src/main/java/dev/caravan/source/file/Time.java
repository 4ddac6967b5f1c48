package dev.caravan.source.file;

/** What time it is, so that tests need not wait. */
interface Time {

    /** The machine's. */
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

    /** For durations: only differences mean something. */
    long nanos();

    /** Since 1970; kept across restarts. */
    long millis();
}
