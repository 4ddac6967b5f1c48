package dev.caravan.health;

import dev.caravan.state.Source;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The readiness check of a source: DOWN with the reasons while the source is blocked, stuck or failed. */
public final class SourceHealth extends AbstractHealthCheck {

    private final Source source;
    private final Instance instance;

    /** @param instance knows the state of the source */
    public SourceHealth(Source source, Instance instance) {
        super("caravan", "source-" + source.name());
        this.source = source;
        this.instance = instance;
    }

    /** Returns false: a restart of the process would not solve the problem. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Finding finding = instance.find(source);
        builder.detail("state", finding.state().word());
        builder.detail("following", source.stats().following());
        builder.message(finding.reason()).state(finding.state().isDown() ? State.DOWN : State.UP);
    }
}
