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
 * The route ids and sources of the user's files. A file that comes with Caravan is left out if a user's file of another name has one of its ids
 * or sources: a user who copied {@code nginx.yaml} as {@code web.yaml} to mask something must not get the lines of both.
 */
final class Claims {

    private static final Pattern CLAIM = Pattern.compile("(?m)^[^#\\n]*\\b(id|source)\\s*:\\s*[\"']?([A-Za-z0-9._-]+)");

    private final Map<String, RouteResource> owners = new LinkedHashMap<>();

    /** Returns the claims of all readable files of the user. */
    static Claims of(List<RouteResource> files) {
        Claims claims = new Claims();
        for (RouteResource file : files) {
            try {
                if (!file.isShipped()) {
                    claims.add(file, file.text());
                }
            } catch (IOException e) {
                // The code that loads the file reports the problem.
            }
        }
        return claims;
    }

    /** Adds the claims of a user's file. */
    void add(RouteResource file, String text) {
        of(text).forEach(claim -> owners.putIfAbsent(claim, file));
    }

    /** Returns the user's file, of another name, that claims an id or source of a file that comes with Caravan; null if there is none. */
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

    /** Returns the claims of a text. Finds them by pattern if the text has a mistake, which must not start the shipped file again. */
    private static Set<String> of(String text) {
        Set<String> claims = new TreeSet<>();
        try {
            RouteText read = new RouteText(text);
            read.ids().forEach(id -> claims.add("id " + id));
            read.sources().forEach(source -> claims.add("source " + source));
        } catch (YamlEngineException | IllegalArgumentException e) {
            Matcher claim = CLAIM.matcher(text);
            while (claim.find()) {
                claims.add(claim.group(1) + " " + claim.group(2));
            }
        }
        return claims;
    }
}
