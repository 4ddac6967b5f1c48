package dev.caravan.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values that are set, by the place where they are set: first the program's own (those of the demo and of tests), then system properties
 * ({@code -D}), the environment, and the file. A blank value counts as absent, so the next place applies, and at last the default. Immutable,
 * except that it reads the current system properties.
 */
public final class Given {

    /** Prefix of the names of Caravan's settings. */
    static final String PREFIX = "caravan.";
    private static final String VARIABLE_PREFIX = "CARAVAN_";

    private final Properties own;
    private final Properties system;
    private final Map<String, String> environment;
    private final SettingsFile file;

    Given(Properties own, Properties system, Map<String, String> environment, SettingsFile file) {
        this.own = own;
        this.system = system;
        this.environment = environment;
        this.file = file;
    }

    /**
     * Returns the values of all places.
     *
     * @param own  values that take precedence over all others; null if there are none
     * @param file the user's application.properties
     */
    public static Given around(@Nullable Properties own, SettingsFile file) {
        return new Given(own == null ? new Properties() : own, System.getProperties(), System.getenv(), file);
    }

    /** Returns these values alone, and ignores all other places; null means no values. */
    public static Given alone(Properties own) {
        return new Given(own == null ? new Properties() : own, new Properties(), Map.of(), SettingsFile.none());
    }

    /** Returns the effective value of a name; null if it is not set. */
    public @Nullable String get(String name) {
        return get(name, Setting.variable(name));
    }

    private @Nullable String get(String name, String variable) {
        for (String value : new String[] {own.getProperty(name), system.getProperty(name), environment.get(variable),
            file.values().getProperty(name)}) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    /**
     * Returns the value of a setting that has a default, for commands that need few settings.
     *
     * @throws IllegalArgumentException if the value is wrong; the message says where it is set, and what it must be
     */
    public <T> T value(Setting<T> setting) {
        return Objects.requireNonNull(ifSet(setting), setting.name());
    }

    /** Returns the value of a setting, or its default; null if it has neither. Throws as {@link #value(Setting)} does. */
    public <T> @Nullable T ifSet(Setting<T> setting) {
        String text = get(setting.name());
        try {
            return text == null ? setting.ifUsual() : setting.read(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place(setting.name()) + e.getMessage(), e);
        }
    }

    /** Returns the value of a name of Camel's, which may be written with or without dashes; null if it is not set. */
    public @Nullable String ofCamel(String name) {
        String plain = get(name);
        for (String other : plain != null ? Set.<String>of() : names(n -> isSame(n, name))) {
            plain = plain == null ? get(other) : plain;
        }
        return plain;
    }

    /** Reports whether Camel treats two names as the same one. */
    static boolean isSame(String one, String other) {
        return one.replace("-", "").equalsIgnoreCase(other.replace("-", ""));
    }

    /**
     * Returns the place of a value, as the prefix of a message.
     *
     * @return such as {@code application.properties, line 3: }; empty for a value of the command line
     */
    String place(String name) {
        String variable = Setting.variable(name);
        if (!isBlank(own.getProperty(name)) || !isBlank(system.getProperty(name))) {
            return "";
        }
        if (!isBlank(environment.get(variable))) {
            return variable + " in the environment: ";
        }
        Path path = file.path();
        return path == null || !file.values().containsKey(name) ? "" : path + ", line " + file.lineOf(name) + ": ";
    }

    private static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    /** Returns the names of Caravan's settings that are set anywhere but in the environment. */
    Set<String> names() {
        return names(name -> name.startsWith(PREFIX));
    }

    private Set<String> names(java.util.function.Predicate<String> which) {
        Set<String> names = new TreeSet<>();
        for (Properties place : new Properties[] {own, system, file.values()}) {
            place.stringPropertyNames().stream().filter(which).forEach(names::add);
        }
        return names;
    }

    /** Returns the environment variables that begin with {@code CARAVAN_}. */
    Set<String> variables() {
        return environment.keySet().stream().filter(name -> name.startsWith(VARIABLE_PREFIX)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the file in effect. */
    public SettingsFile file() {
        return file;
    }

    /** Returns the initial properties of Camel: Caravan's defaults for Camel, overridden by the file. */
    public Properties ofCamel() {
        Properties all = new Properties();
        for (Section section : Catalog.sections()) {
            for (Setting<?> setting : section.settings()) {
                if (!setting.name().startsWith(PREFIX) && setting.fallback() != null
                    && file.values().stringPropertyNames().stream().noneMatch(name -> isSame(name, setting.name()))) {
                    all.setProperty(setting.name(), setting.fallback());
                }
            }
        }
        file.values().forEach((name, value) -> all.setProperty((String) name, (String) value));
        return all;
    }
}
