package dev.caravan;

import dev.caravan.deliver.Delivery;
import dev.caravan.deliver.Outbox;
import dev.caravan.observe.Instance;
import dev.caravan.observe.Readiness;
import dev.caravan.observe.SourceHealth;
import dev.caravan.observe.SourceView;
import dev.caravan.state.Sources;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;

/** All by which people and programs see how the instance is: MBeans and health checks, made of one model. */
final class Watch {

    private final CamelContext context;
    private final Supplier<String> routes;
    private final Instance instance;

    /** @param routes says what is wrong with the route files, or null */
    Watch(CamelContext context, Sources sources, Outbox outbox, Delivery delivery, Supplier<String> routes) {
        instance = new Instance(sources, outbox, delivery, routes, Caravan.version());
        sources.onNew(source -> SourceView.register(source, sources.outbox(), instance));
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            sources.onNew(source -> health.register(new SourceHealth(source, instance)));
            health.register(new Readiness("delivery", instance::problem, delivery::note));
        }
        this.context = context;
        this.routes = routes;
    }

    /** Goes on when Camel has started: before that it would take the check of this name for its own. */
    void started() {
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            health.register(new Readiness("routes", routes, () -> null));
        }
    }
}
