package dev.caravan.parse;

import dev.caravan.parse.core.LineFormat;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.ParserProvider;
import dev.caravan.parse.generic.RawFormat;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/**
 * The parsers by the name that routes use: those that come with Caravan, and those of jars that a user has added ({@link AddedJars}).
 * {@code syslog} is the parser; {@code syslog-json} is the same, and {@code syslog-raw} leaves lines as they are, so that a setting can choose
 * between them. A parser is made, and its class loaded, when a route asks for it first. Thread safe.
 */
public final class Parsers {

    private final ZoneId zone;
    private final Map<String, ParserProvider> providers;
    private final Map<String, LineParser> made = new ConcurrentHashMap<>();

    /**
     * Finds the parsers.
     *
     * @param zone zone of time stamps that carry none
     * @throws UnusableParsersException a jar that was added cannot be used, or two parsers have the same name; the message says what to do
     */
    public Parsers(ZoneId zone) {
        this(zone, Providers.found());
    }

    Parsers(ZoneId zone, Map<String, ParserProvider> providers) {
        this.zone = zone;
        this.providers = providers;
    }

    /** Names of all parsers, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(providers.keySet());
    }

    /** Names of all data formats, as {@link #bind} gives them to the registry. */
    public Set<String> formats() {
        Set<String> formats = new HashSet<>(Set.of(Providers.RAW));
        for (String name : providers.keySet()) {
            formats.addAll(List.of(name, name + Providers.JSON_SUFFIX, name + Providers.RAW_SUFFIX));
        }
        return formats;
    }

    /** The parser of this name, or null. */
    public @Nullable LineParser get(String name) {
        ParserProvider provider = providers.get(name);
        return provider == null ? null : made.computeIfAbsent(name, n -> provider.parser(n, zone));
    }

    /**
     * Gives the registry each data format by its name.
     *
     * @throws UnusableParsersException a parser has the name of something else in the registry
     */
    public void bind(Registry registry) {
        RawFormat raw = new RawFormat();
        registry.bind(Providers.RAW, raw);
        for (Map.Entry<String, ParserProvider> each : providers.entrySet()) {
            String name = each.getKey();
            ParserProvider provider = each.getValue();
            if (registry.lookupByName(name) != null) {
                throw new UnusableParsersException("the parser " + name + " of " + Providers.of(provider) + " has the name of a part of Caravan:"
                    + " give it another name");
            }
            Supplier<Object> json = new Lazy(name)::get;
            registry.bind(name, DataFormat.class, json);
            registry.bind(name + Providers.JSON_SUFFIX, DataFormat.class, json);
            registry.bind(name + Providers.RAW_SUFFIX, DataFormat.class, () -> {
                DataFormat own = provider.raw(name);
                return own == null ? raw : own;
            });
        }
    }

    /** A data format that is made when it is asked for, once for both of its names. */
    private final class Lazy {
        private final String name;
        private @Nullable LineFormat format;

        Lazy(String name) {
            this.name = name;
        }

        synchronized Object get() {
            if (format == null) {
                format = new LineFormat(Objects.requireNonNull(Parsers.this.get(name), name));
            }
            return format;
        }
    }
}
