package dev.caravan.routes;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Route ids and sources of the user's own files. A file that comes with Caravan and has one of them, under another name, is left out:
 * who has copied {@code nginx.yaml} as {@code web.yaml} to mask something must not get the lines of both.
 */
final class Claims {

    private static final Pattern CLAIM = Pattern.compile("(?m)^[^#\\n]*\\b(id|source)\\s*:\\s*[\"']?([A-Za-z0-9._-]+)");

    private final Map<String, RouteResource> owners = new LinkedHashMap<>();

    /** Those of all files of the user's that can be read. */
    static Claims of(List<RouteResource> files) {
        Claims claims = new Claims();
        for (RouteResource file : files) {
            try {
                if (!file.isShipped()) {
                    claims.add(file, file.text());
                }
            } catch (IOException e) {
                // It is told where its routes are looked at.
            }
        }
        return claims;
    }

    /** Notes those of a file of the user's. */
    void add(RouteResource file, String text) {
        of(text).forEach(claim -> owners.putIfAbsent(claim, file));
    }

    /** The other file that has a route or source of one that comes with Caravan; null for none. */
    @Nullable
    RouteResource owner(RouteResource shipped, String text) {
        for (String claim : of(text)) {
            RouteResource owner = owners.get(claim);
            if (owner != null && !owner.name().equals(shipped.name())) {
                return owner;
            }
        }
        return null;
    }

    /** Also of a text that is no YAML: its writer has not given them up. */
    private static Set<String> of(String text) {
        Set<String> claims = new TreeSet<>();
        try {
            RouteText read = new RouteText(text);
            read.ids().forEach(id -> claims.add("id " + id));
            read.sources().forEach(source -> claims.add("source " + source));
        } catch (YamlEngineException e) {
            Matcher claim = CLAIM.matcher(text);
            while (claim.find()) {
                claims.add(claim.group(1) + " " + claim.group(2));
            }
        }
        return claims;
    }
}
