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
 * Mistakes in route files that Camel has no objection to, or none that helps: what was forgotten, misspelt or copied. Used by one thread at
 * a time.
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

    /** @throws IllegalArgumentException a step names a parser that does not exist; the message has those that do */
    void mustKnowParsers(RouteText text) {
        for (String parser : text.steps().parsers()) {
            String name = resolved(parser);
            // A parser that is looked up is made, also for a route that is off.
            if (name != null && !text.steps().beans().contains(name) && !formats.contains(name)
                && context.getRegistry().lookupByName(name) == null) {
                // The name comes last, for that is where the line is looked for.
                throw new IllegalArgumentException("there are the parsers " + known() + " and those of beans in this file; none is called "
                    + name);
            }
        }
    }

    private String known() {
        return context.getRegistry().findByTypeWithName(DataFormat.class).keySet().stream()
            .map(name -> name.replaceFirst("-(json|raw)$", "")).collect(Collectors.toCollection(TreeSet::new)).stream()
            .collect(Collectors.joining(", "));
    }

    /** Null where a placeholder has no value: Camel tells that. */
    private @Nullable String resolved(String text) {
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Warns where lines of one source go to the keys of another. It may be meant. */
    void warnOfOtherNames(RouteFile file, RouteText text) {
        List<String> sources = text.sources().stream().map(this::resolved).toList();
        for (String sink : text.steps().sinks()) {
            String name = resolved(sink);
            if (name != null && !name.contains("{") && !sources.isEmpty() && !sources.contains(name)
                && sources.stream().noneMatch(source -> source != null && name.startsWith(source + "-"))) {
                LOG.warn("{}: s3-batch-sink has source={}, but the lines come from {}: their keys begin with {}/. If that is not meant, leave"
                    + " source out.", file.name(), name, String.join(", ", sources.stream().filter(Objects::nonNull).toList()), name);
            }
        }
    }

    /** Looks at all files together; logs what is new. */
    void look(Collection<RouteFile> files) {
        List<String> now = new ArrayList<>(folder.misnamed().stream().map(file -> file + " is not read: names of route files end in .yaml;"
            + " rename it to " + file.toString().replaceFirst("(?i)\\.ya?ml$", ".yaml")).toList());
        List<RouteText> running = files.stream().filter(file -> !file.routes().isEmpty()).map(RouteFile::running).filter(Objects::nonNull).toList();
        if (running.stream().noneMatch(text -> text.steps().delivers())) {
            now.add("no route delivers to S3, so that nothing leaves the outbox: deliver.yaml in the folder " + folder.name() + " is in the place"
                + " of the one that comes with Caravan; remove it, or let it send to aws2-s3");
        }
        if (running.stream().allMatch(text -> text.steps().delivers())) {
            now.add("no source is on, so that nothing is collected; set caravan.source.NAME.enabled = true for one, or a route file to the"
                + " folder " + folder.name());
        }
        now.stream().filter(text -> !told.contains(text)).forEach(text -> LOG.error("{}", text));
        told = now;
    }

    /** What is wrong with the files together, in words. */
    List<String> problems() {
        return told;
    }
}
