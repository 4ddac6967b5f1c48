package dev.caravan.routes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The text of a route file, with the facts that are known before Camel creates routes from it, and the lines of mistakes. Immutable.
 */
public final class RouteText {

    private static final Pattern SOURCE = Pattern.compile("[?&]source=([^&]+)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{2,}");
    /** Words that occur in many messages and in every route file. */
    private static final Set<String> COMMON = Set.of("yaml", "kamelet", "kamelets", "classpath", "file", "route", "source",
        "steps", "from", "uri", "parameters", "the", "for", "with", "not", "and");
    private static final int LAST_WORDS = 8;
    private static final String ENABLED = "enabled";
    /** Messages of Camel and Java without a reason, which the cause has. */
    private static final Pattern NO_REASON = Pattern.compile("Cannot create bean|Error binding property|Failed to invoke|null");

    private final String text;
    private final Set<String> ids = new LinkedHashSet<>();
    private final Set<String> sources = new LinkedHashSet<>();
    private final RouteSteps steps;
    private boolean configuration;
    private boolean off;

    /**
     * Reads the text of a file.
     *
     * @throws YamlEngineException      if the text is not YAML
     * @throws IllegalArgumentException if it is empty, or has a mistake
     */
    static RouteText of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the file is empty; to switch it off, write enabled: false");
        }
        return new RouteText(text);
    }

    /** @throws YamlEngineException if the text is not YAML */
    RouteText(String text) {
        this.text = text;
        Object root = new Load(LoadSettings.builder().setAllowDuplicateKeys(true).setAllowNonScalarKeys(true).build()).loadFromString(text);
        steps = new RouteSteps(root);
        if (root instanceof List<?> parts) {
            parts.forEach(this::read);
        } else if (root instanceof Map<?, ?> map && map.containsKey(ENABLED)) {
            off = Boolean.FALSE.equals(map.get(ENABLED)) && map.size() == 1;
            if (!off) {
                throw new RouteMistakeException(lineOf(ENABLED), "a file with enabled: false must have nothing else; it switches off the file of the"
                    + " same name that comes with Caravan");
            }
        }
    }

    private void read(Object part) {
        if (part instanceof Map<?, ?> map) {
            configuration |= map.containsKey("routeConfiguration") || map.containsKey("route-configuration");
            if (map.get("route") instanceof Map<?, ?> route) {
                if (route.get("id") instanceof String id) {
                    ids.add(id);
                }
                if (route.get("from") instanceof Map<?, ?> from) {
                    readFrom(from);
                }
            }
        }
    }

    private void readFrom(Map<?, ?> from) {
        String uri = String.valueOf(from.get("uri"));
        if (!uri.matches("kamelet:/*(log-tail|command|journal)-source\\b.*")) {
            return;
        }
        Matcher inUri = SOURCE.matcher(uri);
        if (from.get("parameters") instanceof Map<?, ?> parameters && parameters.get("source") != null) {
            sources.add(parameters.get("source").toString());
        } else if (inUri.find()) {
            sources.add(inUri.group(1));
        }
    }

    /** @throws IllegalArgumentException if both have a route of the same id, or collect the same source */
    void mustDifferFrom(RouteText other, String name) {
        differ("route id", ids, other.ids, name);
        differ("source", sources, other.sources, name);
    }

    private static void differ(String what, Set<String> mine, Set<String> theirs, String name) {
        for (String one : mine) {
            if (theirs.contains(one)) {
                throw new IllegalArgumentException(name + " already has the " + what + " " + one + ": each file needs different ones");
            }
        }
    }

    /** Reports whether the text is only {@code enabled: false}, which switches off the file of that name that comes with Caravan. */
    boolean isOff() {
        return off;
    }

    /** Returns the ids of its routes. */
    Set<String> ids() {
        return ids;
    }

    /** Returns the names of the sources that its routes collect. */
    Set<String> sources() {
        return sources;
    }

    /** Returns the names in its steps. */
    RouteSteps steps() {
        return steps;
    }

    /** Returns the number of the first line that gives a value to a name, from 1; 0 if there is none. */
    int lineOf(String name) {
        Pattern given = Pattern.compile("(?<![A-Za-z0-9_.-])" + Pattern.quote(name) + "[\"']?\\s*[:=]");
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (given.matcher(lines.get(i).replaceFirst("(^|\\s)#.*", "")).find()) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Reports whether the text has a routeConfiguration, which other routes only adopt when they are loaded. */
    boolean hasConfiguration() {
        return configuration;
    }

    /**
     * Returns what is wrong with a file, and in which line, for its author.
     *
     * @param name name of the file
     * @param text text of the file
     * @param e    the exception that was thrown for it
     */
    public static String explain(String name, String text, Throwable e) {
        Throwable best = e;
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t.getMessage() != null) {
                best = t;
            }
            String type = t.getClass().getName();
            if (NO_REASON.matcher(String.valueOf(t.getMessage())).lookingAt() && t.getCause() != null) {
                continue;
            }
            if (t instanceof MarkedYamlEngineException || t.getMessage() != null && !type.startsWith("org.apache.camel.")
                && !type.startsWith("java.lang.reflect.") && (t.getCause() == null
                    || !t.getMessage().startsWith(t.getCause().getClass().getName()))) {
                break;
            }
        }
        if (best instanceof MarkedYamlEngineException marked) {
            String problem = marked.getProblem() == null ? marked.getContext() : marked.getProblem();
            return name + marked.getProblemMark().or(marked::getContextMark).map(m -> ", line " + (m.getLine() + 1))
                .orElse("") + ": " + problem;
        }
        String message = best.getMessage() == null ? best.toString()
            : best.getMessage().lines().findFirst().orElse(best.toString());
        int line = best instanceof RouteMistakeException mistake ? mistake.line() : lineOf(message, text);
        return name + (line == 0 ? "" : ", line " + line) + ": " + message;
    }

    /** Returns the number of the only line that has one of the last words of a message, or 0: Camel's messages name no line. */
    private static int lineOf(String message, String text) {
        List<String> words = WORD.matcher(message).results().map(m -> m.group()).toList();
        List<String> lines = text.lines().toList();
        for (int i = words.size() - 1; i >= Math.max(0, words.size() - LAST_WORDS); i--) {
            Pattern word = Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(words.get(i)) + "(?![A-Za-z0-9_-])");
            List<Integer> found = java.util.stream.IntStream.range(0, lines.size())
                .filter(n -> !lines.get(n).strip().startsWith("#") && word.matcher(lines.get(n)).find()).boxed().toList();
            if (found.size() == 1 && !COMMON.contains(words.get(i))) {
                return found.get(0) + 1;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
