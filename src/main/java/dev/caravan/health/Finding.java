package dev.caravan.health;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a source, and why it is so.
 *
 * @param state  in one word
 * @param reason in sentences; null where the word says all
 */
public record Finding(SourceState state, @Nullable String reason) {

    /** What is not looked at for so many intervals, and so long, has come to a halt. */
    private static final int HALTED_INTERVALS = 10;
    private static final long HALTED_MILLIS = 120_000;
    /** What does not get on for so many intervals, and so long, is stuck: a disk may take some seconds for a write. */
    private static final int STUCK_INTERVALS = 3;
    private static final long STUCK_MILLIS = 15_000;
    /** The aggregator looks at the age of batches at its own interval, and a seal waits for the disk. */
    private static final long SEAL_MILLIS = 60_000;
    /** A route is replaced in less than that, or not at all. */
    private static final long RELOAD_MILLIS = 5_000;
    private static final long RECENT_MILLIS = 3_000;

    /**
     * Finds the state of a source.
     *
     * @param behind   bytes in its files that are not in a batch
     * @param delivery why its objects cannot be delivered, or null
     */
    static Finding of(Source source, OutboxSpace outbox, long behind, @Nullable String delivery) {
        SourceStats stats = source.stats();
        Map<String, String> problems = new TreeMap<>(stats.problemsByThing());
        String disk = problems.remove(SourceStats.STATE);
        List<String> blocked = blocked(source, outbox, behind, delivery, disk);
        if (!problems.isEmpty()) {
            problems.putAll(numbered(blocked));
            return new Finding(SourceState.FAILED, sentences(problems.values()));
        }
        if (!blocked.isEmpty()) {
            return new Finding(SourceState.BLOCKED, sentences(blocked));
        }
        String stuck = source.isAttached() ? stuck(source, behind) : null;
        if (stuck != null) {
            return new Finding(SourceState.STUCK, stuck);
        }
        if (stats.isMissing() && source.isAttached()) {
            return new Finding(SourceState.MISSING, stats.following());
        }
        boolean reads = System.currentTimeMillis() - stats.advance().lastLine() < RECENT_MILLIS;
        if (behind > 0 || reads || source.ledger().waiting().size() > 0) {
            return new Finding(SourceState.WORKING, null);
        }
        return new Finding(stats.openBatchBytes() > 0 ? SourceState.WAITING : SourceState.IDLE, null);
    }

    private static List<String> blocked(Source source, OutboxSpace outbox, long behind, @Nullable String delivery, String disk) {
        List<String> reasons = new ArrayList<>();
        if (disk != null) {
            reasons.add(disk);
        }
        if (outbox.isFull()) {
            reasons.add("collecting pauses: " + outbox.bytes() + " bytes wait in the outbox, caravan.outbox.max-bytes is "
                + outbox.maxBytes());
        }
        boolean has = behind > 0 || source.stats().openBatchBytes() > 0 || source.ledger().waiting().size() > 0;
        if (delivery != null && has) {
            reasons.add(delivery);
        }
        if (source.isSuspended()) {
            reasons.add("somebody has suspended it over JMX; the operation resume of its MBean lets it go on");
        }
        if (source.heldFor() > RELOAD_MILLIS) {
            reasons.add("its route has been about to be replaced for " + source.heldFor() / 1000 + " s");
        }
        return reasons;
    }

    private static Map<String, String> numbered(List<String> reasons) {
        Map<String, String> numbered = new TreeMap<>();
        reasons.forEach(reason -> numbered.put("~" + numbered.size(), reason));
        return numbered;
    }

    private static String sentences(Iterable<String> reasons) {
        return String.join("; ", reasons);
    }

    private static @Nullable String stuck(Source source, long behind) {
        SourceStats stats = source.stats();
        String still = still(source, behind, stats.advance().sinceMade());
        if (still != null) {
            return still;
        }
        String halted = halted(source, stats.sinceLooked());
        if (halted != null) {
            return halted;
        }
        long open = stats.openSince() == 0 ? 0 : System.currentTimeMillis() - stats.openSince();
        return stats.sealedEach() > 0 && open > 3 * stats.sealedEach() + SEAL_MILLIS ? "its open batch was to be sealed after "
            + stats.sealedEach() / 1000 + " s, and is " + open / 1000 + " s old; look at the log, and start Caravan again" : null;
    }

    /**
     * Says that nothing was read for too long though there is something; null where that is as it should be.
     *
     * @param millis since lines were stored, or there was a reason that none were
     */
    static @Nullable String still(Source source, long behind, long millis) {
        // A full outbox, and a route that is being replaced, are reasons to wait.
        long limit = Math.max(STUCK_MILLIS, STUCK_INTERVALS * source.stats().interval());
        return source.isPaused() || behind == 0 || millis <= limit ? null : behind + " bytes wait to be read, and none were for "
            + millis / 1000 + " s: a step of its route, or a file, holds it up; look at the log, and start Caravan again";
    }

    /**
     * Says that nothing has been looked at for too long; null where that is as it should be.
     *
     * @param millis since the last look
     */
    static @Nullable String halted(Source source, long millis) {
        // A full outbox, a route that is being replaced, and one that is gone have reasons of their own to wait.
        boolean waits = source.isPaused() || !source.isAttached();
        long limit = Math.max(HALTED_MILLIS, HALTED_INTERVALS * source.stats().interval());
        return waits || millis <= limit ? null : "nothing was looked at for " + millis / 1000
            + " s: a step of its route, or a file, holds it up; look at the log, and start Caravan again";
    }
}
