package dev.caravan.parse;

import dev.caravan.parse.core.ParserProvider;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the providers of parsers, once a process. */
final class Providers {

    /** Data format of lines that stay as they are. */
    static final String RAW = "raw";
    static final String RAW_SUFFIX = "-raw";
    static final String JSON_SUFFIX = "-json";

    /** What a route file and a placeholder can have as a name. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

    private static @Nullable Map<String, ParserProvider> found;

    private Providers() {
    }

    /**
     * The providers by the names of their parsers, sorted.
     *
     * @throws UnusableParsersException see {@link Parsers#Parsers}
     */
    static synchronized Map<String, ParserProvider> found() {
        if (found == null) {
            found = of(ServiceLoader.load(ParserProvider.class, AddedJars.loader()));
        }
        return found;
    }

    /** The same of these providers. */
    static Map<String, ParserProvider> of(Iterable<ParserProvider> all) {
        Map<String, ParserProvider> byName = new TreeMap<>();
        try {
            for (ParserProvider provider : all) {
                for (String name : provider.names()) {
                    add(name, provider, byName);
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new UnusableParsersException("parsers of a jar in " + AddedJars.FOLDER + " cannot be used: " + e.getMessage()
                + ": build the jar for this version of Caravan and of Java, or remove it", e);
        }
        return byName;
    }

    private static void add(String name, ParserProvider provider, Map<String, ParserProvider> byName) {
        if (!NAME.matcher(name).matches() || name.equals(RAW) || name.endsWith(RAW_SUFFIX) || name.endsWith(JSON_SUFFIX)) {
            throw new UnusableParsersException("the parser '" + name + "' of " + of(provider) + " needs another name: letters, digits and dashes,"
                + " not " + RAW + ", and no " + RAW_SUFFIX + " or " + JSON_SUFFIX + " at the end");
        }
        ParserProvider other = byName.put(name, provider);
        if (other != null) {
            throw new UnusableParsersException("there are two parsers " + name + ", of " + of(other) + " and of " + of(provider)
                + ": remove one of the jars, or give one of the parsers another name");
        }
    }

    /** A provider in words: its class and its jar. */
    static String of(ParserProvider provider) {
        Class<?> type = provider.getClass();
        return type.getName() + " (" + AddedJars.jarOf(type) + ")";
    }
}
