package dev.caravan.config;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names that settings may have, with suggestions for unknown names. Reads route files only if {@link Catalog} does not have a name. */
final class KnownNames {

    private final Map<String, Setting<?>> declared;
    private final Supplier<RouteSettings> ofRoutes;

    KnownNames(Map<String, Setting<?>> declared, Supplier<RouteSettings> ofRoutes) {
        this.declared = declared;
        this.ofRoutes = ofRoutes;
    }

    /** Returns the setting that a route file declares under a name, or null. */
    @Nullable
    Setting<?> get(String name) {
        return ofRoutes.get().settings().get(name);
    }

    /** Reports whether an environment variable sets a setting, or is one of {@link Catalog#VARIABLES}. */
    boolean isVariable(String variable) {
        return Catalog.VARIABLES.contains(variable) || variable.startsWith(Setting.variable(Catalog.OF_TESTS))
            || declared.keySet().stream().anyMatch(name -> Setting.variable(name).equals(variable)) || ofVariable(variable) != null;
    }

    /** Returns the renamed setting, or the setting of a route file, that a variable sets; null if there is none. */
    @Nullable
    String ofVariable(String variable) {
        if (declared.keySet().stream().anyMatch(name -> Setting.variable(name).equals(variable))) {
            return null;
        }
        return Stream.concat(Catalog.RENAMED.keySet().stream(), ofRoutes.get().settings().keySet().stream())
            .filter(name -> Setting.variable(name).equals(variable)).findFirst().orElse(null);
    }

    private Stream<String> all() {
        return Stream.concat(declared.keySet().stream(), ofRoutes.get().settings().keySet().stream().filter(n -> n.startsWith(Given.PREFIX)));
    }

    /** Reports whether an unknown name is certainly wrong. It is not if a route file cannot be read, because that file may declare the name. */
    boolean isSure(String name) {
        return !name.startsWith(Given.PREFIX + "source.") || ofRoutes.get().complete();
    }

    /** Returns the message for an unknown name. */
    String unknown(String name) {
        String nearest = Nearest.to(name, Given.PREFIX.length(), all().toList());
        return name + " is not a setting" + (nearest != null ? "; did you mean " + nearest + "?" : name.startsWith(Given.PREFIX + "source.")
            ? ", and no route file has it: caravan sources lists them" : ": docs/settings.md lists them");
    }

    /** Returns the message for an unknown environment variable. */
    String unknownVariable(String variable) {
        Collection<String> names = Stream.concat(all().map(Setting::variable), Catalog.VARIABLES.stream()).toList();
        String nearest = Nearest.to(variable, Given.PREFIX.length(), names);
        return variable + " in the environment is not a setting, and is ignored" + (nearest == null ? "" : "; did you mean " + nearest + "?");
    }
}
