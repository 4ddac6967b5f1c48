package dev.caravan.routes;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A use of a Kamelet, as the beginning or a step of a route.
 *
 * @param name       name of the Kamelet
 * @param parameters names of the parameters that the route sets
 */
record KameletUse(String name, Set<String> parameters) {

    private static final Pattern URI = Pattern.compile("(?s)kamelet:/*([A-Za-z0-9_.-]+)(?:/[^?]*)?(?:\\?(.*))?");
    private static final Pattern VALUE = Pattern.compile("(?s)=RAW(?:\\(.*?\\)|\\{.*?})(?=&|$)");
    private static final Pattern NAME = Pattern.compile("(?:^|&)([^=&{}]+)=");

    /**
     * Returns the use of a Kamelet in a URI.
     *
     * @param uri        the URI in the route file
     * @param parameters parameters outside of the URI; null if there are none
     * @return null if the URI is not a Kamelet, or is {@code kamelet:source} or {@code kamelet:sink}
     */
    static @Nullable KameletUse of(String uri, @Nullable Map<?, ?> parameters) {
        Matcher kamelet = URI.matcher(uri);
        if (!kamelet.matches() || kamelet.group(1).equals("source") || kamelet.group(1).equals("sink")) {
            return null;
        }
        Set<String> names = new LinkedHashSet<>();
        Matcher inUri = NAME.matcher(VALUE.matcher(kamelet.group(2) == null ? "" : kamelet.group(2)).replaceAll("="));
        while (inUri.find()) {
            names.add(inUri.group(1));
        }
        if (parameters != null) {
            parameters.keySet().forEach(name -> names.add(String.valueOf(name)));
        }
        return new KameletUse(kamelet.group(1), names);
    }
}
