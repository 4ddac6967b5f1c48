package dev.caravan.logging;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The secrets of this process, which must not reach the log: libraries log headers, settings and URIs at their finer levels. Unknown secrets,
 * such as those in an answer of an AWS service, are recognised by their names. Thread-safe.
 */
public final class Secrets {

    /** The text that replaces a secret. */
    public static final String HIDDEN = "***";

    /** Length of the shortest secret; a shorter one could be a word in any message. */
    private static final int SHORTEST = 8;
    private static final String NAMES = "secret[-_.]?(?:access[-_.]?)?key|access[-_.]?key(?:[-_.]?id)?|(?:session|security|metadata|auth"
        + "|authorization)[-_.]?token|customer[-_.]?key|x-amz-signature|password|passphrase";
    private static final Pattern NAME = Pattern.compile("(?i)(?:" + NAMES + ")$");
    private static final Pattern NAMED = Pattern.compile("(?i)((?:" + NAMES + ")[\"']?\\s{0,3}[=:>]\\s{0,3}[\"']?)[^\\s\"'&,;)}<\\]]+");
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)(\\bauthorization[\"']?\\s{0,3}[=:]\\s{0,3})[^\\r\\n]+");

    private static volatile List<String> known = List.of();

    private Secrets() {
    }

    /** Adds a secret; ignores null and texts that are too short. */
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

    /** Adds the values of all settings or variables whose names are those of secrets. */
    public static void addAll(Map<?, ?> settings) {
        settings.forEach((name, value) -> {
            if (isName(name.toString())) {
                add(value.toString());
            }
        });
    }

    /** Reports whether a setting or variable of this name is a secret. */
    public static boolean isName(String name) {
        return NAME.matcher(name).find();
    }

    /** Returns the names of secret settings in a command line, which every user of the machine can read. */
    public static List<String> namesIn(List<String> commandLine) {
        return commandLine.stream().filter(argument -> argument.startsWith("-D") && argument.indexOf('=') > 0
            && argument.indexOf('=') < argument.length() - 1)
            .map(argument -> argument.substring(2, argument.indexOf('='))).filter(Secrets::isName).distinct().toList();
    }

    /** Replaces all known secrets in a text, and all values with the name of a secret. */
    public static String hide(String text) {
        String hidden = text;
        for (String secret : known) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        hidden = AUTHORIZATION.matcher(hidden).replaceAll("$1" + HIDDEN);
        return NAMED.matcher(hidden).replaceAll("$1" + HIDDEN);
    }
}
