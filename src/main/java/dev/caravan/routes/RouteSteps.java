package dev.caravan.routes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names in the steps of a route file: parsers, sinks, endpoints of S3, and the beans that the file declares. Immutable. */
final class RouteSteps {

    private static final Pattern SINK = Pattern.compile("kamelet:/*s3-batch-sink\\b(?:[^?]*\\?(.*))?");
    private static final Pattern SOURCE = Pattern.compile("(?:^|&)source=([^&]+)");

    private final Set<String> parsers = new LinkedHashSet<>();
    private final Set<String> sinks = new LinkedHashSet<>();
    private final List<String> beans = new ArrayList<>();
    private final List<KameletUse> kamelets = new ArrayList<>();
    private boolean delivers;

    /** @param part the parsed YAML: a list, a map or a value */
    RouteSteps(Object part) {
        walk("", part);
    }

    private void walk(String name, Object part) {
        if (part instanceof List<?> list) {
            for (Object one : list) {
                if (name.equals("beans") && one instanceof Map<?, ?> bean && bean.get("name") != null) {
                    beans.add(bean.get("name").toString());
                } else {
                    walk("", one);
                }
            }
        } else if (part instanceof Map<?, ?> map) {
            if (name.equals("unmarshal") && map.get("custom") instanceof Map<?, ?> custom && custom.get("ref") != null) {
                parsers.add(custom.get("ref").toString());
            }
            if (map.get("uri") instanceof String uri) {
                Map<?, ?> parameters = map.get("parameters") instanceof Map<?, ?> some ? some : Map.of();
                endpoint(uri, parameters.get("source"));
                kamelet(uri, parameters);
            }
            if (map.get("kamelet") instanceof Map<?, ?> kamelet) {
                kamelet("kamelet:" + kamelet.get("name"), kamelet.get("parameters") instanceof Map<?, ?> some ? some : Map.of());
            }
            map.forEach((key, value) -> walk(String.valueOf(key), value));
        } else if (part instanceof String text && (name.equals("to") || name.equals("toD"))) {
            endpoint(text, null);
            kamelet(text, null);
        } else if (part instanceof String text && name.equals("kamelet")) {
            kamelet("kamelet:" + text, null);
        }
    }

    private void kamelet(String uri, @Nullable Map<?, ?> parameters) {
        KameletUse use = KameletUse.of(uri, parameters);
        if (use != null) {
            kamelets.add(use);
        }
    }

    private void endpoint(String uri, @Nullable Object source) {
        delivers |= uri.startsWith("aws2-s3:");
        Matcher sink = SINK.matcher(uri);
        if (sink.matches()) {
            Matcher inUri = SOURCE.matcher(sink.group(1) == null ? "" : sink.group(1));
            if (source != null) {
                sinks.add(source.toString());
            } else if (inUri.find()) {
                sinks.add(inUri.group(1));
            }
        }
    }

    /** Returns the names in {@code unmarshal: custom}, which may have placeholders. */
    Set<String> parsers() {
        return parsers;
    }

    /** Returns the parameters {@code source} of {@code s3-batch-sink}. A sink without the parameter, which uses the source's name, adds none. */
    Set<String> sinks() {
        return sinks;
    }

    /** Returns the uses of Kamelets. */
    List<KameletUse> kamelets() {
        return kamelets;
    }

    /** Returns the names of the beans that the file declares. */
    List<String> beans() {
        return beans;
    }

    /** Reports whether a step sends to S3 by Camel's component. */
    boolean delivers() {
        return delivers;
    }
}
