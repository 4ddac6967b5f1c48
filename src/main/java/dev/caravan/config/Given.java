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
 * What is set, and where. The program's own values come first (those of the demo and of tests), then system properties ({@code -D}),
 * the environment, and the file. A blank value is as none: the next place is asked, and at last the default holds. Immutable, but that
 * it looks at system properties as they are.
 */
public final class Given {

    /** Begin of the names that are Caravan's. */
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
     * With all that is around.
     *
     * @param own values that come before all others; may be null
     */
    public static Given around(@Nullable Properties own, SettingsFile file) {
        return new Given(own == null ? new Properties() : own, System.getProperties(), System.getenv(), file);
    }

    /** With these values alone, whatever is around; null for none. */
    public static Given alone(Properties own) {
        return new Given(own == null ? new Properties() : own, new Properties(), Map.of(), SettingsFile.none());
    }

    /** The value that holds for a name; null for none. */
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
     * The value of one setting that has a default, for commands that need few.
     *
     * @throws IllegalArgumentException it is wrong; the message says where it is set, and what it must be
     */
    public <T> T value(Setting<T> setting) {
        return Objects.requireNonNull(ifSet(setting), setting.name());
    }

    /** The same of one that may have no default; null where it has no value either. */
    public <T> @Nullable T ifSet(Setting<T> setting) {
        String text = get(setting.name());
        try {
            return text == null ? setting.ifUsual() : setting.read(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place(setting.name()) + e.getMessage(), e);
        }
    }

    /** The value for a name of Camel's, which may be written with or without dashes; null for none. */
    public @Nullable String ofCamel(String name) {
        String plain = get(name);
        for (String other : plain != null ? Set.<String>of() : names(n -> isSame(n, name))) {
            plain = plain == null ? get(other) : plain;
        }
        return plain;
    }

    /** Whether Camel takes two names for the same. */
    static boolean isSame(String one, String other) {
        return one.replace("-", "").equalsIgnoreCase(other.replace("-", ""));
    }

    /**
     * Where a value comes from, to stand before a message.
     *
     * @return as {@code application.properties, line 3: }; empty for a value of the command line
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

    /** Names of Caravan's that are set by name, not in the environment. */
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

    /** Environment variables of Caravan's. */
    Set<String> variables() {
        return environment.keySet().stream().filter(name -> name.startsWith(VARIABLE_PREFIX)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The file in force. */
    public SettingsFile file() {
        return file;
    }

    /** What Camel is to know from the begin: what the file says, and where it does not, Caravan's defaults for Camel. */
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
