package dev.caravan.routes;

import dev.caravan.source.journal.Inputs;
import dev.caravan.state.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A source as its route file declares it, with the effective settings, for {@code caravan check} and {@code caravan sources}. Starts nothing.
 *
 * @param file      path of the route file; null for a file in the jar
 * @param on        whether the source is on
 * @param yaml      text of the route file
 * @param name      name of the source
 * @param directory directory of the logs; empty for commands
 * @param fileName  name or Ant pattern of the logs; empty for commands
 * @param exclude   Ant patterns, separated by commas; empty for none
 * @param command   alternative commands, separated by {@code |}; null for files
 * @param interval  interval of the command, as text; null for files, and for the Kamelet's default
 * @param journal   what the source reads from the journal; null if it does not read the journal
 * @param outputs   first folders of the keys, as the steps name them
 */
public record RouteSource(@Nullable Path file, boolean on, String yaml, String name, String directory, String fileName, String exclude,
    @Nullable String command, @Nullable String interval, @Nullable Journal journal, List<String> outputs) {

    /**
     * Parameters of {@code journal-source}, as the route has them; empty where it does not.
     *
     * @param matches as journalctl takes them
     * @param fields  names with commas between
     * @param machine id of the machine, or {@code any}
     */
    public record Journal(String matches, String fields, String machine) {
    }

    /**
     * Returns all sources, in the order of their names.
     *
     * @param context  context that resolves placeholders
     * @param folder   the user's folder, as for {@link RouteFiles}
     * @param mistakes receives one sentence for each mistake in the route files
     */
    public static List<RouteSource> of(CamelContext context, @Nullable Path folder, Consumer<String> mistakes) {
        // A running Caravan may own the state, so it is not read: a source with two inputs gets the input of a first start.
        context.getRegistry().bind("inputs", new Inputs(null, name -> context.resolvePropertyPlaceholders("{{" + name + "}}")));
        RouteFolder routes = new RouteFolder(folder);
        List<RouteSource> sources = new ArrayList<>();
        try {
            if (routes.exposed() != null) {
                mistakes.accept(routes.exposed());
            }
            Claims claims = Claims.of(routes.list());
            Map<String, RouteText> before = new LinkedHashMap<>();
            for (RouteResource file : routes.list()) {
                read(context, file, claims, before, sources, mistakes);
            }
            routes.misnamed().forEach(path -> mistakes.accept(path + " is not read: route files end in .yaml"));
        } catch (IOException e) {
            mistakes.accept("the route files cannot be read: " + e.getMessage());
        }
        // Several routes of one source count as one: the first one that is on, otherwise the first one.
        Map<String, RouteSource> byName = new TreeMap<>();
        sources.forEach(source -> byName.merge(source.name(), source, (one, other) -> one.on() || !other.on() ? one : other));
        return List.copyOf(byName.values());
    }

    private static void read(CamelContext context, RouteResource file, Claims claims, Map<String, RouteText> before,
        List<RouteSource> sources, Consumer<String> mistakes) {
        String name = file.words();
        String yaml = "";
        try {
            String exposed = RouteFolder.exposed(file);
            if (exposed != null) {
                mistakes.accept(exposed);
            }
            yaml = file.text();
            if (file.isShipped() && claims.owner(file, yaml) != null) {
                return;
            }
            RouteText text = RouteText.of(yaml);
            before.forEach((other, its) -> text.mustDifferFrom(its, other));
            before.put(name, text);
            text.sources().forEach(source -> Sources.mustBeName(context.resolvePropertyPlaceholders(source)));
            Object root = new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build()).loadFromString(yaml);
            if (root instanceof List<?> parts) {
                for (Object part : parts) {
                    add(context, file, text, part, sources);
                }
            }
        } catch (IOException | YamlEngineException | IllegalArgumentException e) {
            mistakes.accept(RouteText.explain(name, yaml, e));
        }
    }

    private static void add(CamelContext context, RouteResource file, RouteText text, Object part, List<RouteSource> sources) {
        if (!(part instanceof Map<?, ?> map) || !(map.get("route") instanceof Map<?, ?> route)
            || !(route.get("from") instanceof Map<?, ?> from) || !(from.get("parameters") instanceof Map<?, ?> parameters)) {
            return;
        }
        String uri = String.valueOf(from.get("uri"));
        boolean on = Precondition.holds(context, Objects.toString(route.get("precondition"), null));
        if (!uri.matches("kamelet:/*[a-z-]+-source\\b.*") || parameters.get("source") == null) {
            return;
        }
        String name = text(context, parameters, "source", "");
        List<String> outputs = text.steps().sinks().stream().map(context::resolvePropertyPlaceholders).distinct().toList();
        sources.add(new RouteSource(file.path(), on, text.toString(), name, text(context, parameters, "directory", ""),
            text(context, parameters, "fileName", ""), text(context, parameters, "exclude", ""),
            text(context, parameters, "command"), text(context, parameters, "interval"), uri.contains("journal-source")
                ? new Journal(text(context, parameters, "matches", ""), text(context, parameters, "fields", ""),
                    text(context, parameters, "machine", ""))
                : null,
            outputs.isEmpty() ? List.of(name) : outputs));
    }

    private static String text(CamelContext context, Map<?, ?> parameters, String name, String otherwise) {
        return Objects.requireNonNullElse(text(context, parameters, name), otherwise);
    }

    private static @Nullable String text(CamelContext context, Map<?, ?> parameters, String name) {
        Object value = parameters.get(name);
        return value == null ? null : context.resolvePropertyPlaceholders(value.toString()).strip();
    }
}
