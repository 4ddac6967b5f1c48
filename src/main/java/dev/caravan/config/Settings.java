package dev.caravan.config;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The effective settings, read and checked. Immutable. */
public final class Settings {

    private final Given given;
    private final Supplier<RouteSettings> ofRoutes;
    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** A check of several settings together. */
    public interface Check {
        /**
         * Checks the settings.
         *
         * @throws IllegalArgumentException if they contradict each other; the message begins with the name of one of them
         */
        void check(Settings settings);
    }

    private Settings(Given given, Supplier<RouteSettings> ofRoutes) {
        this.given = given;
        this.ofRoutes = ofRoutes;
    }

    /**
     * Reads all settings, and looks for unknown names.
     *
     * @param given    the values that are set
     * @param ofRoutes returns the settings of the route files; called only if a name is set that {@link Catalog} does not have
     * @param checks   checks of several settings together
     * @throws InvalidSettingsException if some are wrong or unknown; the message names all of them
     */
    public static Settings read(Given given, Supplier<RouteSettings> ofRoutes, Check... checks) throws InvalidSettingsException {
        Settings settings = new Settings(given, new Once(ofRoutes));
        settings.readAll();
        List<Check> all = new ArrayList<>(List.of(checks));
        all.add(read -> BucketName.check(read.get(Catalog.BUCKET), read.get(Catalog.KEY)));
        for (Check check : all) {
            try {
                check.check(settings);
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                settings.errors.add(settings.placeOf(message) + message);
            }
        }
        if (!settings.errors.isEmpty()) {
            throw new InvalidSettingsException(settings.errors);
        }
        return settings;
    }

    private void readAll() {
        Map<String, Setting<?>> declared = new HashMap<>();
        for (Section section : Catalog.sections()) {
            for (Setting<?> setting : section.settings()) {
                if (setting.name().startsWith(Given.PREFIX)) {
                    declared.put(setting.name(), setting);
                    values.put(setting, read(setting));
                }
            }
        }
        KnownNames known = new KnownNames(declared, ofRoutes);
        for (String name : given.names()) {
            if (declared.containsKey(name)) {
                continue;
            }
            Setting<?> other = known.get(name);
            String renamed = Catalog.RENAMED.get(name);
            if (renamed != null) {
                rename(name, renamed, known.get(renamed));
            } else if (other != null) {
                read(other);
            } else if (!name.startsWith(Catalog.OF_TESTS)) {
                (known.isSure(name) ? errors : warnings).add(given.place(name) + known.unknown(name));
            }
        }
        for (String variable : given.variables()) {
            if (!known.isVariable(variable)) {
                warnings.add(known.unknownVariable(variable));
            }
        }
        readVariables(known);
    }

    /** Reads settings of routes, and old names, that only the environment sets: a variable alone does not tell the name of its setting. */
    private void readVariables(KnownNames known) {
        for (String variable : given.variables()) {
            String name = known.ofVariable(variable);
            if (name == null || texts.containsKey(name)) {
                continue;
            }
            String renamed = Catalog.RENAMED.get(name);
            if (renamed != null) {
                rename(name, renamed, known.get(renamed));
            } else {
                Setting<?> other = known.get(name);
                if (other != null) {
                    read(other);
                }
            }
        }
    }

    private void rename(String old, String now, @Nullable Setting<?> setting) {
        String value = given.get(old);
        if (value == null) {
            return;
        }
        if (given.get(now) != null) {
            warnings.add(given.place(old) + old + " is ignored, because it is called " + now + " now, which is set, too");
            texts.put(old, given.get(now));
            return;
        }
        warnings.add(given.place(old) + old + " is called " + now + " now: it still works, but write the new name");
        // A message about the value must have the name that the user wrote.
        if (setting == null || read(setting.named(old, setting.fallback())) != null) {
            texts.put(old, value);
            texts.put(now, value);
        }
    }

    /** Returns the value; the default if the value is wrong or absent; null if there is no default. */
    private <T> @Nullable T read(Setting<T> setting) {
        String text = given.get(setting.name());
        try {
            if (text != null) {
                T value = setting.read(text);
                texts.put(setting.name(), text);
                return value;
            }
        } catch (IllegalArgumentException e) {
            errors.add(given.place(setting.name()) + e.getMessage());
        }
        if (setting.fallback() == null) {
            return null;
        }
        texts.put(setting.name(), setting.fallback());
        return setting.ifUsual();
    }

    /** Returns the place of the setting whose name begins a message. */
    private String placeOf(String message) {
        return given.place(message.split(" ", 2)[0]);
    }

    /** Returns the value of a setting that has a default. */
    public <T> T get(Setting<T> setting) {
        return Objects.requireNonNull(ifSet(setting), setting.name());
    }

    /** Returns the value of a setting, or its default; null if it has neither. */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T ifSet(Setting<T> setting) {
        return (T) values.get(setting);
    }

    /** Returns the values of placeholders in routes and Kamelets, by name: all declared settings, and all others that are set. */
    public Map<String, String> texts() {
        return texts;
    }

    /** Returns sentences about harmless mistakes. */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns the name of this machine. */
    public String host() {
        return get(Catalog.HOST).isEmpty() ? HostName.get() : get(Catalog.HOST);
    }

    /** Returns the zone of time stamps without a zone. */
    public ZoneId zone() {
        ZoneId set = ifSet(Catalog.TIMEZONE);
        return set == null ? ZoneId.systemDefault() : set;
    }

    /** Returns the directory of the embedded server's objects. */
    public Path embeddedDirectory() {
        Path set = ifSet(Catalog.EMBEDDED_DIRECTORY);
        return set == null ? get(Catalog.STATE_DIRECTORY).resolve("embedded").resolve("s3") : set;
    }

    /** A supplier that calls another one only once. */
    private static final class Once implements Supplier<RouteSettings> {

        private final Supplier<RouteSettings> from;
        private @Nullable RouteSettings answer;

        Once(Supplier<RouteSettings> from) {
            this.from = from;
        }

        @Override
        public RouteSettings get() {
            RouteSettings asked = answer == null ? from.get() : answer;
            answer = asked;
            return asked;
        }
    }
}
