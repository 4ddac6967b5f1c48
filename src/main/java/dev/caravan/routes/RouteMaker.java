package dev.caravan.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A loader of the routes of one file: creates all of them or none. */
final class RouteMaker {

    private static final long DRAIN_SECONDS = 20;

    private final CamelContext context;
    private final Function<Collection<String>, RouteRemoval> removals;

    /** @param removals returns the removal of routes by their ids */
    RouteMaker(CamelContext context, Function<Collection<String>, RouteRemoval> removals) {
        this.context = context;
        this.removals = removals;
    }

    /**
     * Starts the routes of a text, and records their ids in the file.
     *
     * @throws Exception if a route cannot be created; then none of them is left
     */
    void make(RouteFile file, RouteText text) throws Exception {
        if (text.isOff()) {
            file.running(text);
            return;
        }
        Collection<String> before = ids();
        Set<Endpoint> endpoints = new HashSet<>(context.getEndpoints());
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file.place().location(), text.toString()));
        } catch (Exception e) {
            List<String> made = new ArrayList<>(ids());
            made.removeAll(before);
            try (RouteRemoval removal = removals.apply(made)) {
                removal.drain(DRAIN_SECONDS);
                // A route that failed has left the endpoints of its Kamelets, which would make their routes look used.
                for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
                    if (endpoint instanceof KameletEndpoint && !endpoints.contains(endpoint)) {
                        context.removeEndpoint(endpoint);
                    }
                }
                removal.remove();
            }
            throw e;
        }
        file.running(text);
        file.routes().addAll(ids());
        file.routes().removeAll(before);
    }

    private List<String> ids() {
        return ((ModelCamelContext) context).getRouteDefinitions().stream().map(RouteDefinition::getRouteId).toList();
    }
}
