package dev.caravan;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;

/**
 * Values of placeholders that nothing else may set. Camel's own override properties are no such thing: the environment and system
 * properties win over them.
 */
final class FixedProperties extends DefaultPropertiesParser {

    private final Map<String, String> values;

    private FixedProperties(PropertiesComponent component, Map<String, String> values) {
        super(component);
        this.values = values;
    }

    /** Gives routes these values from now on. */
    static void install(org.apache.camel.spi.PropertiesComponent properties, Map<String, String> values) {
        PropertiesComponent component = (PropertiesComponent) properties;
        Properties local = new Properties();
        if (component.getOverrideProperties() != null) {
            local.putAll(component.getOverrideProperties());
        }
        // For those that have no value else, which the parser is not asked for.
        local.putAll(values);
        component.setOverrideProperties(local);
        component.setPropertiesParser(new FixedProperties(component, values));
    }

    @Override
    public String parseProperty(String key, String value, PropertiesLookup properties) {
        return values.getOrDefault(key, super.parseProperty(key, value, properties));
    }
}
