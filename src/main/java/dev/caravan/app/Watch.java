package dev.caravan.app;

import dev.caravan.batch.Batches;
import dev.caravan.config.Catalog;
import dev.caravan.config.InvalidSettingsException;
import dev.caravan.config.Settings;
import dev.caravan.control.ControlSocket;
import dev.caravan.deliver.Delivery;
import dev.caravan.health.DeliveryView;
import dev.caravan.health.Instance;
import dev.caravan.health.Readiness;
import dev.caravan.health.SourceHealth;
import dev.caravan.health.SourceView;
import dev.caravan.health.StatusAnswer;
import dev.caravan.http.HttpOptions;
import dev.caravan.http.MonitorServer;
import dev.caravan.logging.Secrets;
import dev.caravan.outbox.Outbox;
import dev.caravan.state.Sources;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The views of the running instance: MBeans, health checks, the socket for commands and the HTTP server. All of them use one model,
 * {@link Instance}.
 */
final class Watch implements Closeable {

    private final CamelContext context;
    private final Supplier<String> routes;
    private final Instance instance;
    private final ControlSocket control;
    private final Drain drain;
    private final Delivery delivery;
    private final @Nullable HttpOptions http;
    private final Settings settings;
    private @Nullable MonitorServer server;

    /**
     * Registers the MBeans and health checks, and opens the socket.
     *
     * @param settings settings whose state directory this process has locked
     * @param routes   returns what is wrong with the route files, or null
     * @throws InvalidSettingsException if a setting of the HTTP server is wrong, or the file that the setting names
     */
    Watch(CamelContext context, Settings settings, Batches batches, Sources sources, Outbox outbox, Delivery delivery, Supplier<String> routes)
        throws InvalidSettingsException {
        // A wrong setting stops the start, so it is read before anything is opened.
        http = http(settings);
        this.delivery = delivery;
        this.settings = settings;
        delivery.progress().logEach(settings.get(Catalog.LOG_DELIVERIES).equals("each"));
        instance = new Instance(sources, outbox, delivery, routes, ProgramVersion.current());
        sources.onNew(source -> SourceView.register(source, sources.outbox(), instance, () -> batches.sealNow(source.name())));
        DeliveryView.register(outbox, sources.outbox(), instance);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            sources.onNew(source -> health.register(new SourceHealth(source, instance)));
            health.register(new Readiness("delivery", instance::problem, delivery::note));
        }
        this.context = context;
        this.routes = routes;
        this.drain = new Drain(new Backlog(context), sources, batches, outbox, instance);
        this.control = ControlSocket.open(settings.get(Catalog.STATE_DIRECTORY), Map.of("status", new StatusAnswer(instance),
            "drain", drain));
    }

    /** Returns all settings with their secrets hidden. */
    private static Map<String, String> shown(Settings settings) {
        Map<String, String> shown = new TreeMap<>();
        settings.texts().forEach((name, value) -> shown.put(name, Secrets.isName(name) ? Secrets.HIDDEN : Secrets.hide(value)));
        return shown;
    }

    private static @Nullable HttpOptions http(Settings settings) throws InvalidSettingsException {
        try {
            return HttpOptions.of(settings.ifSet(Catalog.HTTP_PORT), settings.get(Catalog.HTTP_HOST),
                settings.ifSet(Catalog.HTTP_TOKEN_FILE));
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSettingsException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Drains the instance as {@code caravan drain} does. Returns true if nothing is left. */
    boolean drain(long millis, Appendable out) throws IOException, InterruptedException {
        return drain.answer(List.of(Long.toString(millis)), out) == 0;
    }

    /** Returns the port of the HTTP server; -1 if it is off. */
    int httpPort() {
        return server == null ? -1 : server.port();
    }

    /** Closes the socket and the HTTP server. */
    @Override
    public void close() throws IOException {
        control.close();
        if (server != null) {
            server.close();
        }
    }

    /** Registers the check of the routes, and starts the HTTP server. Called after Camel has started: earlier, Camel takes the check named
     * {@code routes} for its own. */
    void started() {
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            health.register(new Readiness("routes", routes, () -> null));
        }
        if (http != null) {
            server = MonitorServer.start(http, instance, delivery, context, shown(settings));
        }
    }
}
