package dev.caravan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the route files one by one, so that a mistake in one stops that one alone: logs of the other sources must go on.
 * Camel's own loading would refuse to start anything.
 */
final class RouteFiles {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");

    private final CamelContext context;
    private final boolean builtIn;
    private final Map<String, String> problems = new TreeMap<>();

    /** @param builtIn use the files in the jar, whatever the working directory has */
    RouteFiles(CamelContext context, boolean builtIn) {
        this.context = context;
        this.builtIn = builtIn;
    }

    /** Loads {@code ./routes/*.yaml} where there is such a folder, else those in the jar. */
    void load() throws IOException {
        for (Resource file : files()) {
            Collection<String> before = context.getRoutes().stream().map(Route::getRouteId).toList();
            try {
                PluginHelper.getRoutesLoader(context).loadRoutes(file);
            } catch (Exception e) {
                String problem = file.getLocation().replaceFirst("^(file|classpath):", "") + ": " + explain(e);
                problems.put(file.getLocation(), problem);
                LOG.error("{}. This file is left out; the others run.", problem);
                LOG.debug("", e);
                removeSince(before);
            }
        }
    }

    private List<Resource> files() throws IOException {
        List<Resource> files = new ArrayList<>();
        Path folder = Path.of("routes");
        if (!builtIn && Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(f -> f.toString().endsWith(".yaml")).sorted()
                    .forEach(f -> files.add(ResourceHelper.resolveResource(context, "file:" + f)));
            }
        } else {
            try {
                files.addAll(PluginHelper.getPackageScanResourceResolver(context)
                    .findResources("classpath:routes/*.yaml"));
            } catch (Exception e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        // What is for all routes comes first.
        files.sort(Comparator.comparing((Resource f) -> !f.getLocation().endsWith("errors.yaml"))
            .thenComparing(f -> !f.getLocation().endsWith("deliver.yaml")).thenComparing(Resource::getLocation));
        return files;
    }

    private void removeSince(Collection<String> before) {
        for (Route route : List.copyOf(context.getRoutes())) {
            if (!before.contains(route.getRouteId())) {
                try {
                    context.getRouteController().stopRoute(route.getRouteId());
                    context.removeRoute(route.getRouteId());
                } catch (Exception e) {
                    LOG.debug("{} cannot be removed", route.getRouteId(), e);
                }
            }
        }
    }

    private static String explain(Throwable e) {
        String best = null;
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t.getMessage() != null) {
                best = t.getMessage().lines().findFirst().orElse(best);
            }
        }
        return best == null ? e.toString() : best;
    }

    /** A health check that is DOWN while a file is left out. */
    AbstractHealthCheck health() {
        return new AbstractHealthCheck("caravan", "routes") {
            @Override
            protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
                if (problems.isEmpty()) {
                    builder.up();
                } else {
                    builder.message(String.join("; ", problems.values())).down();
                }
            }
        };
    }
}
