package dev.caravan.routes;

import dev.caravan.config.Catalog;
import dev.caravan.config.Kind;
import dev.caravan.config.RouteSettings;
import dev.caravan.config.Setting;
import dev.caravan.parse.Parsers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings that route files declare: each placeholder in their texts, whether a source is on or off, even in a file with a mistake.
 * {@link Catalog#SOURCE} describes the settings; the placeholder has the default.
 */
public final class SettingsOfRoutes {

    private static final String PREFIX = "caravan.";
    private static final String OF_SOURCE = PREFIX + "source.";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*[?!]?(caravan\\.[A-Za-z0-9._-]+)(?::([^{}]*))?}}");
    private static final Pattern SOURCE = Pattern.compile("\\bsource[:=]\\s*[\"']?([A-Za-z0-9._-]+)");
    private static final Pattern PARSER = Pattern.compile("([A-Za-z0-9]+)-\\{\\{\\s*(caravan\\.source\\.[A-Za-z0-9._-]+)");

    private final Map<String, Setting<?>> settings = new LinkedHashMap<>();
    private final Map<String, Kind<String>> formats = new LinkedHashMap<>();
    private @Nullable Set<String> parsers;

    private SettingsOfRoutes() {
    }

    /**
     * Reads the settings of all route files, including those in the jar that a user's file replaces.
     *
     * @param folder the user's folder, as for {@link RouteFiles}
     */
    public static RouteSettings read(@Nullable Path folder) {
        List<String> texts = new ArrayList<>();
        boolean complete = read(new RouteFolder(folder), texts);
        // A setting of a replaced route must not become an unknown name, which would stop the start.
        complete &= folder == null || read(new RouteFolder(null), texts);
        return new RouteSettings(of(texts), complete);
    }

    private static boolean read(RouteFolder files, List<String> texts) {
        boolean complete = true;
        try {
            for (RouteResource file : files.list()) {
                try {
                    texts.add(file.text());
                } catch (IOException e) {
                    // RouteFiles reports the problem when it loads the file.
                    complete = false;
                }
            }
        } catch (IOException e) {
            complete = false;
        }
        return complete;
    }

    /** Returns the settings in some texts by name, in their order. */
    public static Map<String, Setting<?>> of(Collection<String> texts) {
        SettingsOfRoutes found = new SettingsOfRoutes();
        texts.forEach(found::add);
        return found.settings;
    }

    /** Returns a function from a name to its default in the routes in the jar, for placeholders without a default. Reads them at the first call. */
    public static UnaryOperator<String> usual() {
        return new UnaryOperator<>() {
            private @Nullable Map<String, Setting<?>> shipped;

            @Override
            public synchronized @Nullable String apply(String name) {
                if (!name.startsWith(OF_SOURCE) && !Catalog.RENAMED.containsKey(name)) {
                    return null;
                }
                shipped = shipped == null ? read(null).settings() : shipped;
                Setting<?> setting = shipped.get(Catalog.RENAMED.getOrDefault(name, name));
                return setting == null ? null : setting.fallback();
            }
        };
    }

    private void add(String text) {
        formats.clear();
        boolean access = text.contains("dev.caravan.parse.web.AccessFormat");
        Matcher parser = PARSER.matcher(text);
        while (parser.find()) {
            formats.put(parser.group(2), formats(parser.group(1)));
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(1);
            Setting<?> known = settings.get(name);
            if (known == null || known.fallback() == null) {
                settings.put(name, setting(name, placeholder.group(2), access));
            }
        }
        if (text.contains("log-tail-source")) {
            Matcher source = SOURCE.matcher(text);
            while (source.find()) {
                String name = Catalog.FOLLOW_LINKS.name().replace("NAME", source.group(1));
                settings.putIfAbsent(name, Catalog.FOLLOW_LINKS.named(name, Catalog.FOLLOW_LINKS.fallback()));
            }
        }
    }

    private Setting<?> setting(String name, String fallback, boolean access) {
        Setting<?> of = name.startsWith(OF_SOURCE) ? Catalog.ofSource(name.substring(name.lastIndexOf('.') + 1)) : null;
        Setting<?> setting = of == null ? Setting.of(name, Kind.TEXT, fallback, "") : of.named(name, fallback);
        Kind<String> words = formats.containsKey(name) ? formats.get(name)
            : access && name.endsWith(".format") ? Kind.oneOf(List.of("raw", "json")) : null;
        return words == null ? setting : setting.choices(words);
    }

    /** Returns the values of a setting {@code format}: raw, json, and the other formats of a parser; null if the parser is unknown. */
    private @Nullable Kind<String> formats(String parser) {
        if (parsers == null) {
            parsers = new Parsers(ZoneOffset.UTC).names();
        }
        if (!parsers.contains(parser)) {
            return null;
        }
        Set<String> words = new LinkedHashSet<>(List.of("raw", "json"));
        parsers.stream().filter(name -> name.startsWith(parser + "-")).map(name -> name.substring(parser.length() + 1))
            .forEach(words::add);
        return Kind.oneOf(List.copyOf(words));
    }
}
