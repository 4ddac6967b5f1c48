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
 * The state of a source, with its reason.
 *
 * @param state  the state
 * @param reason the reason, in sentences; null if the state needs none
 */
public record Finding(SourceState state, @Nullable String reason) {

    /** A source that was not polled for this many intervals, and for this long, has come to a halt. */
    private static final int HALTED_INTERVALS = 10;
    private static final long HALTED_MILLIS = 120_000;
    /** A source without progress for this many intervals, and for this long, is stuck. A slow disk may take seconds for a write. */
    private static final int STUCK_INTERVALS = 3;
    private static final long STUCK_MILLIS = 15_000;
    /** Tolerance for the age of a batch: the aggregator checks it at its own interval, and a seal waits for the disk. */
    private static final long SEAL_MILLIS = 60_000;
    /** A reload that takes longer than this waits for busy routes. */
    private static final long RELOAD_MILLIS = 5_000;
    private static final long RECENT_MILLIS = 3_000;

    /**
     * Returns the state of a source.
     *
     * @param behind   bytes in its files that are not in a batch
     * @param delivery why its objects cannot be delivered; null if they can
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
            reasons.add("it is suspended over JMX; call the operation resume of its MBean, or restart Caravan");
        }
        if (source.heldFor() > RELOAD_MILLIS) {
            reasons.add("the reload of its route has taken " + source.heldFor() / 1000 + " s so far");
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
        return stats.sealedEach() > 0 && open > 3 * stats.sealedEach() + SEAL_MILLIS ? "its open batch should have been sealed after "
            + stats.sealedEach() / 1000 + " s, and is " + open / 1000 + " s old; look at the log, and restart Caravan" : null;
    }

    /**
     * Returns a sentence if a source has a backlog and has read nothing for too long; null otherwise.
     *
     * @param millis milliseconds since lines were stored, or since there was a reason to wait
     */
    static @Nullable String still(Source source, long behind, long millis) {
        // A full outbox or a reload pauses the source for a known reason.
        long limit = Math.max(STUCK_MILLIS, STUCK_INTERVALS * source.stats().interval());
        return source.isPaused() || behind == 0 || millis <= limit ? null : behind + " bytes wait to be read, and none were for "
            + millis / 1000 + " s: a step of its route, or a file, blocks it; look at the log, and restart Caravan";
    }

    /**
     * Returns a sentence if a source was not polled for too long; null otherwise.
     *
     * @param millis milliseconds since the last poll
     */
    static @Nullable String halted(Source source, long millis) {
        // A full outbox, a reload or a removed route stops the polls for a known reason.
        boolean waits = source.isPaused() || !source.isAttached();
        long limit = Math.max(HALTED_MILLIS, HALTED_INTERVALS * source.stats().interval());
        return waits || millis <= limit ? null : "it was not polled for " + millis / 1000
            + " s: its route was stopped over JMX, or a step of the route, or a file, blocks it; start the route, or look at the log and restart"
            + " Caravan";
    }
}
