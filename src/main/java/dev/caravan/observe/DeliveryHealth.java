package dev.caravan.observe;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Health of delivery: DOWN while the bucket cannot be written. */
public final class DeliveryHealth extends AbstractHealthCheck {

    private final Supplier<String> problem;
    private final Supplier<String> note;

    /**
     * @param problem why nothing can be delivered now, or null
     * @param note    what a person should know though all is delivered, or null
     */
    public DeliveryHealth(Supplier<String> problem, Supplier<String> note) {
        super("caravan", "delivery");
        this.problem = problem;
        this.note = note;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String now = problem.get();
        if (now == null) {
            builder.message(note.get()).up();
        } else {
            builder.message(now).down();
        }
    }
}
