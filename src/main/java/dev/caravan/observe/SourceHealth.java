package dev.caravan.observe;

import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Source;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Health of one source: DOWN while something is wrong with it, with the reasons in words. */
public final class SourceHealth extends AbstractHealthCheck {

    /** What is not looked at for so many intervals, and so long, has come to a halt. */
    private static final int INTERVALS = 10;
    private static final long AT_LEAST_MILLIS = 120_000;

    private final Source source;
    private final OutboxSpace outbox;

    public SourceHealth(Source source, OutboxSpace outbox) {
        super("caravan", "source-" + source.name());
        this.source = source;
        this.outbox = outbox;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Collection<String> problems = new TreeSet<>(source.stats().problems());
        if (outbox.isFull()) {
            problems.add("collecting pauses: " + outbox.bytes() + " bytes wait in the outbox, caravan.outbox.max-bytes is "
                + outbox.maxBytes());
        }
        String halted = halted(source.stats().sinceLooked());
        if (halted != null) {
            problems.add(halted);
        }
        builder.detail("following", source.stats().following());
        if (problems.isEmpty()) {
            builder.up();
        } else {
            builder.message(String.join("; ", problems)).down();
        }
    }

    /**
     * Says that nothing has been looked at for too long; null where that is as it should be.
     *
     * @param millis since the last look
     */
    String halted(long millis) {
        // A full outbox, a route that is being replaced, and one that is gone have reasons of their own to wait.
        boolean waits = source.isPaused() || !source.isAttached();
        long limit = Math.max(AT_LEAST_MILLIS, INTERVALS * source.stats().interval());
        return waits || millis <= limit ? null : "nothing was looked at for " + millis / 1000
            + " s: a step of its route, or a file, holds it up; look at the log, and start Caravan again";
    }
}
