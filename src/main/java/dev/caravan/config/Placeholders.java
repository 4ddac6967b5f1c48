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
 * The values of {@code {{…}}} in routes and Kamelets: only those that Caravan has checked. Camel would look each value up again in another
 * order, in which its override properties come after the environment and system properties. Thread-safe.
 */
public final class Placeholders extends DefaultPropertiesParser {

    private final PropertiesComponent component;
    private final Map<String, String> values = new ConcurrentHashMap<>();

    private Placeholders(PropertiesComponent component) {
        super(component);
        this.component = component;
    }

    /**
     * Replaces Camel's parser of placeholders.
     *
     * @param values values by name
     * @param usual  returns the value of a name that has neither a value nor a default in the route, as in older route files; or null
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

    /** Sets values, which take effect for placeholders that are resolved from now on. */
    public void put(Map<String, String> more) {
        values.putAll(more);
        Properties local = new Properties();
        if (component.getOverrideProperties() != null) {
            local.putAll(component.getOverrideProperties());
        }
        // Camel does not call the parser for a name without a value in any of its sources.
        local.putAll(more);
        component.setOverrideProperties(local);
    }

    @Override
    public String parseProperty(String key, String value, PropertiesLookup properties) {
        return values.getOrDefault(key, super.parseProperty(key, value, properties));
    }

    /**
     * Doubles the first backslash in the last two characters. Camel removes its escapes from the result, and loses that backslash
     * (PropertiesComponent, unescape): a pattern like {@code \bssh\b} would match nothing.
     */
    @Override
    public String parseUri(String text, PropertiesLookup properties, boolean defaultFallbackEnabled, boolean keepUnresolvedOptional,
        boolean nestedPlaceholder) {
        String answer = super.parseUri(text, properties, defaultFallbackEnabled, keepUnresolvedOptional, nestedPlaceholder);
        int lost = answer == null ? -1 : answer.indexOf('\\', Math.max(0, answer.length() - 2));
        return lost < 0 ? answer : answer.substring(0, lost) + '\\' + answer.substring(lost);
    }

    /** A source of properties that Camel asks last. */
    private record Usual(UnaryOperator<String> values) implements PropertiesSource {

        @Override
        public String getName() {
            return "caravan";
        }

        @Override
        public String getProperty(String name) {
            return values.apply(name);
        }

        /** Returns null if the placeholder has a default, because that default takes precedence. */
        @Override
        public @Nullable String getProperty(String name, String defaultValue) {
            return defaultValue != null ? null : values.apply(name);
        }
    }
}
