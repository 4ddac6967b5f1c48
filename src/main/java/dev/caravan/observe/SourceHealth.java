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
        builder.detail("following", source.stats().following());
        if (problems.isEmpty()) {
            builder.up();
        } else {
            builder.message(String.join("; ", problems)).down();
        }
    }
}
