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
 * The removal of routes from the running program, so that other routes can continue at the same offsets. Collecting stops, blocks in the routes
 * reach the open batch, and the batch is sealed. Only then the routes are stopped and removed, together with the routes of their Kamelets, which
 * Camel would leave running when it updates a route.
 *
 * <p>Not thread-safe. {@link #close()} releases the sources, so that the routes that exist then can collect.
 */
final class RouteRemoval implements AutoCloseable {

    private static final long STOP_SECONDS = 5;

    private final CamelContext context;
    private final Batches batches;
    private final List<String> ids;
    private final List<Route> routes;
    private final Set<Source> sources = new LinkedHashSet<>();
    private final List<Consumer> suspended = new ArrayList<>();

    /** @param ids the routes to remove; unknown ids are ignored */
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

    /** Reports whether a route collects by itself, rather than being called by another route. */
    private static boolean collects(Route route) {
        return !(route.getEndpoint() instanceof KameletEndpoint)
            && !route.getEndpoint().getEndpointUri().startsWith("direct:");
    }

    /**
     * Stops collecting, and waits until all blocks in the routes have reached the open batch.
     *
     * @param seconds the longest time to wait
     * @return false if blocks are still in the routes after that time; the caller must then call {@link #goOn()}, and may try again later
     */
    boolean drain(long seconds) {
        // Sources are held first: a poll that found its source open before that shows as busy below.
        sources.forEach(Source::hold);
        for (Route route : routes) {
            if (collects(route)) {
                // Stopping the consumer would also stop the steps while they process a block.
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

    /** Undoes {@link #drain}. */
    void goOn() {
        close();
        suspended.forEach(ServiceHelper::resumeService);
    }

    /** Seals the batches, and stops and removes the routes. Called after {@link #drain}. */
    void remove() throws Exception {
        for (Source source : sources) {
            batches.sealNow(source.name());
            // The owner closes its files, and releases the source for another owner.
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

    /** Removes routes of Kamelets that no route uses any more. Repeats, because Kamelets may use Kamelets. */
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
        // A route that was not created because of a mistake is only in the model.
        RouteDefinition left = ((ModelCamelContext) context).getRouteDefinition(id);
        if (left != null) {
            ((ModelCamelContext) context).removeRouteDefinition(left);
        }
    }

    /** Returns the names of the sources for which the routes collect. */
    List<String> sources() {
        return sources.stream().map(Source::name).toList();
    }

    @Override
    public void close() {
        sources.forEach(Source::release);
    }
}
