package dev.caravan.outbox;

import java.util.regex.Pattern;

/** The part of a key to which bucket policies usually apply: its folders without those that are dates. */
public final class Prefix {

    /** Matches 2026, 20261125T101500Z, 2026-11-25, dt=2026-11-25. */
    private static final Pattern DATE = Pattern.compile("(?:[A-Za-z_]+=)?[0-9][0-9TZ:._-]*");

    private Prefix() {
    }

    /** Returns the prefix of a key, with its slash; empty if there is none. */
    public static String of(String key) {
        StringBuilder prefix = new StringBuilder();
        int start = 0;
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', start)) {
            if (!DATE.matcher(key.substring(start, slash)).matches()) {
                prefix.append(key, start, slash + 1);
            }
            start = slash + 1;
        }
        return prefix.toString();
    }
}
