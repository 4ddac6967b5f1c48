package dev.caravan.health;

import dev.caravan.state.Source;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness of one source: DOWN while it is blocked, stuck or failed, with the reasons in words. */
public final class SourceHealth extends AbstractHealthCheck {

    private final Source source;
    private final Instance instance;

    /** @param instance tells how the source is */
    public SourceHealth(Source source, Instance instance) {
        super("caravan", "source-" + source.name());
        this.source = source;
        this.instance = instance;
    }

    /** The process can go on whatever is wrong with a source. */
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
