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

/** What {@code caravan sources} lists: the sources of the route files in force, with the settings that hold. Starts nothing. */
public final class SourceList {

    private SourceList() {
    }

    /**
     * A line of the list.
     *
     * @param name  of the source
     * @param on    whether it is collected
     * @param reads files or command
     * @param keys  begin of the keys of its objects
     * @param file  its route file, for a person
     */
    public record Line(String name, boolean on, String reads, String keys, String file) {

        /** One source may have several routes, of which the first that can begins. */
        Line or(Line other) {
            return new Line(name, on || other.on, reads + " or " + other.reads, keys, file);
        }
    }

    /**
     * All of them, in the order of their names.
     *
     * @param mistakes is told of each route file that cannot be read, in a sentence
     * @throws InvalidSettingsException settings are wrong
     * @throws IOException     what was opened for it cannot be closed
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
        if (source.matches() != null) {
            return "the journal" + (source.matches().isEmpty() ? "" : " (" + source.matches() + ")");
        }
        return source.fileName().isEmpty() ? "what its route file says" : source.directory() + "/" + source.fileName();
    }

    /** The part of a key that is the same for all objects of a source. */
    private static String keys(String template, String output) {
        String key = template.replace("{source}", output.replace("{name}", "NAME"));
        int variable = key.indexOf('{');
        return variable < 0 ? key : key.substring(0, variable);
    }
}
