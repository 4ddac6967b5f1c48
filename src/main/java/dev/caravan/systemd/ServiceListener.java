package dev.caravan.systemd;

import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;

/** A listener that notifies systemd when the routes have started, while Camel's liveness checks are UP, and when the process stops. */
public final class ServiceListener extends MainListenerSupport {

    /** Notifies systemd. The listener must be added after the one that loads the routes. */
    @Override
    public void afterStart(BaseMainSupport main) {
        ServiceNotifier notifier = ServiceNotifier.of(System.getenv(), ProcessHandle.current().pid(),
            () -> down(main.getCamelContext()));
        if (notifier != null) {
            // Camel's shutdown hook would notify this listener only after sealing and delivering, which take seconds.
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
