package dev.caravan.observe;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Health of delivery: DOWN while the bucket cannot be written. */
public final class DeliveryHealth extends AbstractHealthCheck {

    private final Supplier<String> problem;

    /** @param problem why nothing can be delivered now, or null */
    public DeliveryHealth(Supplier<String> problem) {
        super("caravan", "delivery");
        this.problem = problem;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String now = problem.get();
        if (now == null) {
            builder.up();
        } else {
            builder.message(now).down();
        }
    }
}
