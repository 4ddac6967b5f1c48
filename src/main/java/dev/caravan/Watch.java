package dev.caravan;

import dev.caravan.control.ControlSocket;
import dev.caravan.deliver.Delivery;
import dev.caravan.deliver.Outbox;
import dev.caravan.observe.Instance;
import dev.caravan.observe.Readiness;
import dev.caravan.observe.SourceHealth;
import dev.caravan.observe.SourceView;
import dev.caravan.observe.StatusAnswer;
import dev.caravan.state.Sources;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;

/** All by which people and programs see how the instance is: MBeans, health checks and the socket for commands,
 * made of one model. */
final class Watch implements Closeable {

    private final CamelContext context;
    private final Supplier<String> routes;
    private final Instance instance;
    private final ControlSocket control;

    /**
     * Begins.
     *
     * @param state  the directory of the setting {@code caravan.state-dir}, locked
     * @param routes says what is wrong with the route files, or null
     */
    Watch(CamelContext context, Path state, Sources sources, Outbox outbox, Delivery delivery, Supplier<String> routes) {
        instance = new Instance(sources, outbox, delivery, routes, Caravan.version());
        sources.onNew(source -> SourceView.register(source, sources.outbox(), instance));
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            sources.onNew(source -> health.register(new SourceHealth(source, instance)));
            health.register(new Readiness("delivery", instance::problem, delivery::note));
        }
        this.context = context;
        this.routes = routes;
        this.control = ControlSocket.open(state, Map.of("status", new StatusAnswer(instance)));
    }

    /** No more questions. */
    @Override
    public void close() throws IOException {
        control.close();
    }

    /** Goes on when Camel has started: before that it would take the check of this name for its own. */
    void started() {
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            health.register(new Readiness("routes", routes, () -> null));
        }
    }
}
