package dev.caravan.config;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;

/**
 * What {@code {{…}}} stands for in routes and Kamelets: the values that were checked, and nothing else. Camel would look each one up
 * again, in an order of its own, and its own override properties are below the environment and system properties. Thread safe.
 */
public final class Placeholders extends DefaultPropertiesParser {

    private final PropertiesComponent component;
    private final Map<String, String> values = new ConcurrentHashMap<>();

    private Placeholders(PropertiesComponent component) {
        super(component);
        this.component = component;
    }

    /**
     * Takes the place of Camel's own.
     *
     * @param values  by name
     * @param usual   value of a name that has none, where the route gives no default either: routes of before have none; null for none
     */
    public static Placeholders install(org.apache.camel.spi.PropertiesComponent properties, Map<String, String> values,
        UnaryOperator<String> usual) {
        PropertiesComponent component = (PropertiesComponent) properties;
        Placeholders placeholders = new Placeholders(component);
        component.setPropertiesParser(placeholders);
        component.addPropertiesSource(new Usual(usual));
        placeholders.put(values);
        return placeholders;
    }

    /** Values that hold from now on. */
    public void put(Map<String, String> more) {
        values.putAll(more);
        Properties local = new Properties();
        if (component.getOverrideProperties() != null) {
            local.putAll(component.getOverrideProperties());
        }
        // For those that have no value else, which the parser is not asked for.
        local.putAll(more);
        component.setOverrideProperties(local);
    }

    @Override
    public String parseProperty(String key, String value, PropertiesLookup properties) {
        return values.getOrDefault(key, super.parseProperty(key, value, properties));
    }

    /**
     * Camel takes its escapes out of what this returns, and loses the first backslash in the last two characters on the way
     * (PropertiesComponent, unescape): a pattern like {@code \bssh\b} would match nothing. So there is one more.
     */
    @Override
    public String parseUri(String text, PropertiesLookup properties, boolean defaultFallbackEnabled, boolean keepUnresolvedOptional,
        boolean nestedPlaceholder) {
        String answer = super.parseUri(text, properties, defaultFallbackEnabled, keepUnresolvedOptional, nestedPlaceholder);
        int lost = answer == null ? -1 : answer.indexOf('\\', Math.max(0, answer.length() - 2));
        return lost < 0 ? answer : answer.substring(0, lost) + '\\' + answer.substring(lost);
    }

    /** Defaults of last resort. */
    private record Usual(UnaryOperator<String> values) implements PropertiesSource {

        @Override
        public String getName() {
            return "caravan";
        }

        @Override
        public String getProperty(String name) {
            return values.apply(name);
        }

        /** The default beside a placeholder is that of its own file. */
        @Override
        public @Nullable String getProperty(String name, String defaultValue) {
            return defaultValue != null ? null : values.apply(name);
        }
    }
}
