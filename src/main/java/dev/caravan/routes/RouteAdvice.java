package dev.caravan.routes;

import dev.caravan.parse.Parsers;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.DataFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check for mistakes in route files that Camel accepts, or reports without help: things forgotten, misspelt or copied. Called only under the
 * lock of {@link RouteFiles}.
 */
final class RouteAdvice {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");

    private final CamelContext context;
    private final RouteFolder folder;
    private final Set<String> formats = new Parsers(ZoneOffset.UTC).formats();
    private List<String> told = List.of();

    RouteAdvice(CamelContext context, RouteFolder folder) {
        this.context = context;
        this.folder = folder;
    }

    /** @throws IllegalArgumentException if a step names an unknown parser; the message lists the known ones */
    void mustKnowParsers(RouteText text) {
        for (String parser : text.steps().parsers()) {
            String name = resolved(parser);
            // Checked first by name, because a look-up creates the parser, even for a route that is off.
            if (name != null && !text.steps().beans().contains(name) && !formats.contains(name)
                && context.getRegistry().lookupByName(name) == null) {
                // The name comes last, because RouteText.explain finds the line by the last words of a message.
                throw new IllegalArgumentException("the parsers are " + known() + " and the beans in this file; none is called " + name);
            }
        }
    }

    private String known() {
        return context.getRegistry().findByTypeWithName(DataFormat.class).keySet().stream()
            .map(name -> name.replaceFirst("-(json|raw)$", "")).collect(Collectors.toCollection(TreeSet::new)).stream()
            .collect(Collectors.joining(", "));
    }

    /** Resolves placeholders. Returns null if one has no value, which Camel reports. */
    private @Nullable String resolved(String text) {
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Warns if lines of one source go to the keys of another one, which the user may intend. */
    void warnOfOtherNames(RouteFile file, RouteText text) {
        List<String> sources = text.sources().stream().map(this::resolved).toList();
        for (String sink : text.steps().sinks()) {
            String name = resolved(sink);
            if (name != null && !name.contains("{") && !sources.isEmpty() && !sources.contains(name)
                && sources.stream().noneMatch(source -> source != null && name.startsWith(source + "-"))) {
                LOG.warn("{}: s3-batch-sink has source={}, but the lines come from {}: their keys begin with {}/. If you did not intend"
                    + " that, leave source out.", file.name(), name, String.join(", ", sources.stream().filter(Objects::nonNull).toList()), name);
            }
        }
    }

    /** Checks all files together, and logs new problems. */
    void look(Collection<RouteFile> files) {
        List<String> now = new ArrayList<>(folder.misnamed().stream().map(file -> file + " is not read: names of route files end in .yaml;"
            + " rename it to " + file.toString().replaceFirst("(?i)\\.ya?ml$", ".yaml")).toList());
        List<RouteText> running = files.stream().filter(file -> !file.routes().isEmpty()).map(RouteFile::running).filter(Objects::nonNull).toList();
        if (running.stream().noneMatch(text -> text.steps().delivers())) {
            now.add("no route delivers to S3, so nothing leaves the outbox: deliver.yaml in the folder " + folder.name() + " replaces the one that"
                + " comes with Caravan; remove it, or let it send to aws2-s3");
        }
        if (running.stream().allMatch(text -> text.steps().delivers())) {
            now.add("no source is on, so nothing is collected; set caravan.source.NAME.enabled = true for a source, or put a route file into"
                + " the folder " + folder.name());
        }
        now.stream().filter(text -> !told.contains(text)).forEach(text -> LOG.error("{}", text));
        told = now;
    }

    /** Returns the problems of all files together, one sentence each. */
    List<String> problems() {
        return told;
    }
}
