package dev.caravan.config;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names that settings may have, and for another one the nearest of them. Route files are asked only when it is needed. */
final class KnownNames {

    private final Map<String, Setting<?>> declared;
    private final Supplier<RouteSettings> ofRoutes;

    KnownNames(Map<String, Setting<?>> declared, Supplier<RouteSettings> ofRoutes) {
        this.declared = declared;
        this.ofRoutes = ofRoutes;
    }

    /** The setting of a route file, or null. */
    @Nullable
    Setting<?> get(String name) {
        return ofRoutes.get().settings().get(name);
    }

    /** Whether an environment variable sets something, or is one of those that are no settings. */
    boolean isVariable(String variable) {
        return Catalog.VARIABLES.contains(variable) || variable.startsWith(Setting.variable(Catalog.OF_TESTS))
            || declared.keySet().stream().anyMatch(name -> Setting.variable(name).equals(variable)) || ofVariable(variable) != null;
    }

    /** The name of an old setting or of one of the route files that a variable sets, or null. */
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

    /** Whether it is certain that there is no setting of a name: a route file that cannot be read might have it. */
    boolean isSure(String name) {
        return !name.startsWith(Given.PREFIX + "source.") || ofRoutes.get().complete();
    }

    /** What to say of a name that is none. */
    String unknown(String name) {
        String nearest = Nearest.to(name, Given.PREFIX.length(), all().toList());
        return name + " is no setting" + (nearest != null ? "; did you mean " + nearest + "?" : name.startsWith(Given.PREFIX + "source.")
            ? ", and no route file has it: caravan sources lists them" : ": docs/settings.md lists them");
    }

    /** The same for an environment variable. */
    String unknownVariable(String variable) {
        Collection<String> names = Stream.concat(all().map(Setting::variable), Catalog.VARIABLES.stream()).toList();
        String nearest = Nearest.to(variable, Given.PREFIX.length(), names);
        return variable + " in the environment is no setting, and is ignored" + (nearest == null ? "" : "; did you mean " + nearest + "?");
    }
}
