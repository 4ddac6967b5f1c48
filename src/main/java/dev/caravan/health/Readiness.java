package dev.caravan.health;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The readiness check of a part that all sources share: DOWN with a reason while the part has a problem. */
public final class Readiness extends AbstractHealthCheck {

    private final Supplier<String> problem;
    private final Supplier<String> note;

    /**
     * Creates a check.
     *
     * @param part    name of the part
     * @param problem returns what is wrong with the part, or null
     * @param note    returns advice although nothing is wrong, or null
     */
    public Readiness(String part, Supplier<String> problem, Supplier<String> note) {
        super("caravan", part);
        this.problem = problem;
        this.note = note;
    }

    /** Returns false: a restart of the process would not solve the problem. */
    @Override
    public boolean isLiveness() {
        return false;
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
