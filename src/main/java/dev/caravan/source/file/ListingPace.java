package dev.caravan.source.file;

import java.util.concurrent.TimeUnit;

/** Keeps long work from being repeated at once: it uses at most a twentieth of a processor, or waits for ten seconds. */
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

    /** Reports whether the work may be done now. */
    boolean isDue() {
        return wait == 0 || time.nanos() - ended >= wait;
    }

    /** Allows the work at once. */
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
