package dev.caravan.logging;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Secrets that this process knows, so that none of them comes into a log: libraries write headers, settings and URIs there at their
 * finer levels. Those that are not known, such as what a service of AWS has just answered, are found by their names. Thread safe.
 */
public final class Secrets {

    /** In the place of a secret. */
    public static final String HIDDEN = "***";

    /** What is shorter is a word that may be in any message. */
    private static final int SHORTEST = 8;
    private static final String NAMES = "secret[-_.]?(?:access[-_.]?)?key|access[-_.]?key(?:[-_.]?id)?|(?:session|security|metadata|auth"
        + "|authorization)[-_.]?token|customer[-_.]?key|x-amz-signature|password|passphrase";
    private static final Pattern NAME = Pattern.compile("(?i)(?:" + NAMES + ")$");
    private static final Pattern NAMED = Pattern.compile("(?i)((?:" + NAMES + ")[\"']?\\s{0,3}[=:>]\\s{0,3}[\"']?)[^\\s\"'&,;)}<\\]]+");
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)(\\bauthorization[\"']?\\s{0,3}[=:]\\s{0,3})[^\\r\\n]+");

    private static volatile List<String> known = List.of();

    private Secrets() {
    }

    /** Notes a secret; null, and what is too short to be one, is not. */
    public static void add(String secret) {
        if (secret != null && secret.length() >= SHORTEST && !known.contains(secret)) {
            addNew(secret);
        }
    }

    private static synchronized void addNew(String secret) {
        List<String> more = new ArrayList<>(known);
        more.add(secret);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        if (!encoded.equals(secret)) {
            more.add(encoded);
        }
        more.sort(Comparator.comparingInt(String::length).reversed());
        known = List.copyOf(more);
    }

    /** Notes the values of all settings or variables that are secrets by their names. */
    public static void addAll(Map<?, ?> settings) {
        settings.forEach((name, value) -> {
            if (isName(name.toString())) {
                add(value.toString());
            }
        });
    }

    /** Whether what has this name is a secret. */
    public static boolean isName(String name) {
        return NAME.matcher(name).find();
    }

    /** The names of settings in a command line whose values are secrets: each user of the machine can read it. */
    public static List<String> namesIn(List<String> commandLine) {
        return commandLine.stream().filter(argument -> argument.startsWith("-D") && argument.indexOf('=') > 0
            && argument.indexOf('=') < argument.length() - 1)
            .map(argument -> argument.substring(2, argument.indexOf('='))).filter(Secrets::isName).distinct().toList();
    }

    /** The text without all secrets that are known, or have the name of one. */
    public static String hide(String text) {
        String hidden = text;
        for (String secret : known) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        hidden = AUTHORIZATION.matcher(hidden).replaceAll("$1" + HIDDEN);
        return NAMED.matcher(hidden).replaceAll("$1" + HIDDEN);
    }
}
