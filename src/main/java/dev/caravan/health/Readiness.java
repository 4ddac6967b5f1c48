package dev.caravan.health;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness of a part that all sources share: DOWN while something is wrong with it, with the reason in words. */
public final class Readiness extends AbstractHealthCheck {

    private final Supplier<String> problem;
    private final Supplier<String> note;

    /**
     * @param part    its name
     * @param problem what is wrong with it now, or null
     * @param note    what a person should know though all is well, or null
     */
    public Readiness(String part, Supplier<String> problem, Supplier<String> note) {
        super("caravan", part);
        this.problem = problem;
        this.note = note;
    }

    /** The process can go on, whatever is wrong with it. */
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
