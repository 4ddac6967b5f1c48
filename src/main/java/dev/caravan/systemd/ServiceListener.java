package dev.caravan.systemd;

import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;

/** Tells systemd when Camel's routes are started and while Camel's liveness checks are up, and that the process stops. */
public final class ServiceListener extends MainListenerSupport {

    /** To be added after what loads the routes. */
    @Override
    public void afterStart(BaseMainSupport main) {
        ServiceNotifier notifier = ServiceNotifier.of(System.getenv(), ProcessHandle.current().pid(),
            () -> down(main.getCamelContext()));
        if (notifier != null) {
            // Sooner than Camel's own hook would have us told: sealing and delivering take seconds.
            Runtime.getRuntime().addShutdownHook(new Thread(notifier::stopping, "stopping"));
            notifier.ready();
        }
    }

    private static @Nullable String down(CamelContext context) {
        String down = HealthCheckHelper.invokeLiveness(context).stream().filter(r -> r.getState() == HealthCheck.State.DOWN)
            .map(r -> r.getCheck().getId() + r.getMessage().map(m -> ": " + m).orElse(""))
            .collect(Collectors.joining("; "));
        return down.isEmpty() ? null : down;
    }
}
