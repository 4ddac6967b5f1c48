package dev.caravan.routes;

import dev.caravan.batch.Batches;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Takes routes out of the running program so that others can go on where they were: nothing is collected any more, what
 * is on its way reaches the open batch, the batch is sealed, and only then the routes are stopped and removed, with those
 * that Kamelets have made for them. Camel's own way to update a route leaves the latter running.
 *
 * <p>Used by one thread. {@link #close()} lets the sources go on, in the routes that there are by then.
 */
final class RouteRemoval implements AutoCloseable {

    private static final long STOP_SECONDS = 5;

    private final CamelContext context;
    private final Batches batches;
    private final List<String> ids;
    private final List<Route> routes;
    private final Set<Source> sources = new LinkedHashSet<>();
    private final List<Consumer> suspended = new ArrayList<>();

    /** @param ids the routes to remove; those that are not there are no matter */
    RouteRemoval(CamelContext context, Sources all, Batches batches, Collection<String> ids) {
        this.context = context;
        this.batches = batches;
        this.ids = List.copyOf(ids);
        this.routes = ids.stream().map(context::getRoute).filter(Objects::nonNull).toList();
        for (Route route : routes) {
            RouteDefinition definition = definition(route);
            Map<String, Object> parameters = definition == null ? null : definition.getTemplateParameters();
            if (collects(route) && parameters != null && parameters.get("source") instanceof String name) {
                sources.add(all.get(context.resolvePropertyPlaceholders(name)));
            }
        }
    }

    private RouteDefinition definition(Route route) {
        return ((ModelCamelContext) context).getRouteDefinition(route.getRouteId());
    }

    /** Whether a route begins with something that goes by itself: it is not called by another route. */
    private static boolean collects(Route route) {
        return !(route.getEndpoint() instanceof KameletEndpoint)
            && !route.getEndpoint().getEndpointUri().startsWith("direct:");
    }

    /**
     * Ends collecting, and waits until what is on its way is in the open batch.
     *
     * @return false when something is still on its way after that time: {@link #goOn()}, and try later
     */
    boolean drain(long seconds) {
        // The order is what makes it sure: who finds his source open is seen below to be on his way.
        sources.forEach(Source::hold);
        for (Route route : routes) {
            if (collects(route)) {
                // Not stopped: that would stop the steps as well, under a block that is on its way.
                ServiceHelper.suspendService(route.getConsumer());
                suspended.add(route.getConsumer());
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (isBusy()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(5_000_000);
        }
        return true;
    }

    private boolean isBusy() {
        return routes.stream().anyMatch(route -> context.getInflightRepository().size(route.getRouteId()) > 0
            || route.getConsumer() instanceof ScheduledPollConsumer polling && polling.isPolling()
            || route.getConsumer() instanceof TimerConsumer timer && timer.isPolling());
    }

    /** Takes back {@link #drain}. */
    void goOn() {
        close();
        suspended.forEach(ServiceHelper::resumeService);
    }

    /** Seals, stops and removes; after {@link #drain}. */
    void remove() throws Exception {
        for (Source source : sources) {
            batches.sealNow(source.name());
            // It closes its files, and lets another take the source.
            ServiceHelper.stopService(source.owner());
        }
        for (String id : ids) {
            RouteDefinition definition = ((ModelCamelContext) context).getRouteDefinition(id);
            if (definition != null && !Boolean.TRUE.equals(definition.isKamelet())) {
                remove(id);
            }
        }
        removeUnused();
    }

    /** Routes of Kamelets that no other route uses any more; Kamelets may use Kamelets. */
    private void removeUnused() throws Exception {
        boolean again = true;
        while (again) {
            again = false;
            Set<String> used = new LinkedHashSet<>();
            for (Endpoint endpoint : context.getEndpoints()) {
                if (endpoint instanceof KameletEndpoint kamelet && !kamelet.getEndpointUri().matches("kamelet:/*(source|sink)\\?.*")) {
                    used.add(kamelet.getRouteId());
                }
            }
            for (RouteDefinition definition : List.copyOf(((ModelCamelContext) context).getRouteDefinitions())) {
                if (Boolean.TRUE.equals(definition.isKamelet()) && !used.contains(definition.getRouteId())) {
                    remove(definition.getRouteId());
                    again = true;
                }
            }
        }
    }

    private void remove(String id) throws Exception {
        if (context.getRoute(id) != null) {
            context.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
            context.removeRoute(id);
        }
        // What was never made, because of a mistake, is in the model alone.
        RouteDefinition left = ((ModelCamelContext) context).getRouteDefinition(id);
        if (left != null) {
            ((ModelCamelContext) context).removeRouteDefinition(left);
        }
    }

    /** Names of the sources that the routes collect for. */
    List<String> sources() {
        return sources.stream().map(Source::name).toList();
    }

    @Override
    public void close() {
        sources.forEach(Source::release);
    }
}
