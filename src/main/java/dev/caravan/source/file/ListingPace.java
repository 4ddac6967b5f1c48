package dev.caravan.source.file;

import java.util.concurrent.TimeUnit;

/** Keeps work that takes long from being done again at once: it takes a twentieth of a processor at most, or waits for ten seconds. */
final class ListingPace {

    private static final long TIMES = 19;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    private final Time time;
    private long begun;
    private long ended;
    private long wait;

    ListingPace(Time time) {
        this.time = time;
    }

    /** Whether it may be done now. */
    boolean isDue() {
        return wait == 0 || time.nanos() - ended >= wait;
    }

    /** It may be done at once. */
    void forget() {
        wait = 0;
    }

    void begins() {
        begun = time.nanos();
    }

    void ends() {
        ended = time.nanos();
        long took = ended - begun;
        wait = Math.max(took, Math.min(TIMES * took, LONGEST));
    }
}
