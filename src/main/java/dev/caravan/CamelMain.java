package dev.caravan;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.util.OrderedLocationProperties;

/**
 * Camel's main class, but for one thing: it does not watch the route files itself. Its own watcher leaves the routes of
 * Kamelets running when it replaces those that use them, and cannot remove routes.
 */
final class CamelMain extends Main {

    private boolean reloadEnabled;

    @Override
    protected void doConfigureCamelContextFromMainConfiguration(CamelContext context, MainConfigurationProperties config,
        OrderedLocationProperties properties) throws Exception {
        reloadEnabled = config.isRoutesReloadEnabled();
        config.setRoutesReloadEnabled(false);
        super.doConfigureCamelContextFromMainConfiguration(context, config, properties);
        config.setRoutesReloadEnabled(reloadEnabled);
    }

    /** The setting {@code camel.main.routes-reload-enabled}. */
    boolean isReloadEnabled() {
        return reloadEnabled;
    }
}
