package dev.caravan.app;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.util.OrderedLocationProperties;

/**
 * Camel's main class, but for three things. It does not watch the route files itself: its own watcher leaves the routes of
 * Kamelets running when it replaces those that use them, and cannot remove routes. It can be shut off from settings around it. And
 * its periodic tasks outlive their errors.
 */
final class CamelMain extends Main {

    private final boolean alone;
    private boolean reloadEnabled;

    /** @param alone nothing is taken from the environment, system properties and files */
    CamelMain(boolean alone) {
        this.alone = alone;
        if (alone) {
            configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
            configure().setAutoConfigurationSystemPropertiesEnabled(false);
        }
    }

    /** Camel takes the places of settings from the environment too, so alone it is not asked. */
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

    /** The setting {@code camel.main.routes-reload-enabled}. */
    boolean isReloadEnabled() {
        return reloadEnabled;
    }
}
