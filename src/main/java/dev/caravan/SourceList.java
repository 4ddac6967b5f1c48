package dev.caravan;

import dev.caravan.app.UserFiles;
import dev.caravan.config.Catalog;
import dev.caravan.config.InvalidSettingsException;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Settings;
import dev.caravan.config.SettingsFile;
import dev.caravan.routes.RouteSource;
import dev.caravan.routes.SettingsOfRoutes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;

/** The list that {@code caravan sources} prints: all sources of the effective route files, with their effective settings. Starts nothing. */
public final class SourceList {

    private SourceList() {
    }

    /**
     * A line of the list.
     *
     * @param name  name of the source
     * @param on    whether the source is on
     * @param reads the files or the command that the source reads
     * @param keys  the beginning of the keys of its objects
     * @param file  its route file, in words
     */
    public record Line(String name, boolean on, String reads, String keys, String file) {

        /** Merges two routes of one source. At run time, the first route whose precondition holds starts. */
        Line or(Line other) {
            return new Line(name, on || other.on, reads + " or " + other.reads, keys, file);
        }
    }

    /**
     * Returns all sources, in the order of their names.
     *
     * @param mistakes receives one sentence for each mistake in the route files
     * @throws InvalidSettingsException if settings are wrong
     * @throws IOException              if the Camel context cannot be closed
     */
    public static List<Line> read(Consumer<String> mistakes) throws InvalidSettingsException, IOException {
        UserFiles files = UserFiles.of(null, SettingsFile.find());
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(files.given().ofCamel());
            Settings settings = files.read();
            Placeholders.install(context.getPropertiesComponent(), settings.texts(), SettingsOfRoutes.usual());
            List<Line> lines = RouteSource.of(context, files.routes(), mistakes).stream().map(source -> new Line(source.name(), source.on(),
                reads(source), String.join(", ", source.outputs().stream().map(o -> keys(settings.get(Catalog.KEY), o)).toList()),
                source.file() == null ? "comes with Caravan" : source.file().toString())).toList();
            return List.copyOf(lines.stream().collect(Collectors.toMap(Line::name, line -> line, Line::or, LinkedHashMap::new)).values());
        }
    }

    private static String reads(RouteSource source) {
        if (source.command() != null) {
            return source.command() + (source.interval() == null ? "" : " every " + source.interval());
        }
        RouteSource.Journal journal = source.journal();
        if (journal != null) {
            return "the journal" + (journal.matches().isEmpty() ? "" : " (" + journal.matches() + ")");
        }
        return source.fileName().isEmpty() ? "what its route file says" : source.directory() + "/" + source.fileName();
    }

    /** Returns the beginning of the keys that all objects of a source share. */
    private static String keys(String template, String output) {
        String key = template.replace("{source}", output.replace("{name}", "NAME"));
        int variable = key.indexOf('{');
        return variable < 0 ? key : key.substring(0, variable);
    }
}
