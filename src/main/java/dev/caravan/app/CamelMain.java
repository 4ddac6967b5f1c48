package dev.caravan.app;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.util.OrderedLocationProperties;

/**
 * Camel's main class with three differences. It does not watch the route files: Camel's watcher leaves the routes of Kamelets running when
 * it replaces a route that uses them, and cannot remove routes. It can ignore the settings of the environment. Its periodic tasks survive their
 * own errors.
 */
final class CamelMain extends Main {

    private final boolean alone;
    private boolean reloadEnabled;

    /** @param alone true to ignore the environment, system properties and files */
    CamelMain(boolean alone) {
        this.alone = alone;
        if (alone) {
            configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
            configure().setAutoConfigurationSystemPropertiesEnabled(false);
        }
    }

    /** Camel's method also reads the locations of property files from the environment, so it is not called if the program runs alone. */
    @Override
    protected void configurePropertiesService(CamelContext context) throws Exception {
        if (!alone) {
            super.configurePropertiesService(context);
            return;
        }
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        properties.setInitialProperties(initialProperties);
        properties.setOverrideProperties(overrideProperties);
    }

    @Override
    protected void doConfigureCamelContextFromMainConfiguration(CamelContext context, MainConfigurationProperties config,
        OrderedLocationProperties properties) throws Exception {
        context.getExecutorServiceManager().setThreadPoolFactory(new GuardedThreadPools());
        reloadEnabled = config.isRoutesReloadEnabled();
        config.setRoutesReloadEnabled(false);
        super.doConfigureCamelContextFromMainConfiguration(context, config, properties);
        config.setRoutesReloadEnabled(reloadEnabled);
    }

    /** Returns the setting {@code camel.main.routes-reload-enabled}. */
    boolean isReloadEnabled() {
        return reloadEnabled;
    }
}
