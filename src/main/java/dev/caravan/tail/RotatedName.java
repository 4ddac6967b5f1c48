package dev.caravan.tail;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Names that rotation gives: {@code access.log.1}, {@code access.log-20261125.gz}, {@code access.log.old},
 * {@code access-2026-11-25.log}, {@code access.1.log.gz}.
 */
final class RotatedName {

    // Behind the log's own name: a separator and something with digits, or "old".
    private static final Pattern SUFFIX = Pattern.compile("[._~-](.*[0-9].*|.*old|.*prev|gz|zst)");
    // Between name and extension only what is a date, a time or a small number: access-8080.log may be a log itself.
    private static final Pattern INFIX = Pattern.compile("[._-]([0-9]{1,3}|(19|20)[0-9]{2}([0-9._T:-]*[0-9])?|[0-9]{10,})");
    private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|zst)$");

    private RotatedName() {
    }

    /** The name of the log that a file of this name was rotated from, the longest of those that are logs; or null. */
    static String logOf(String name, Predicate<String> isLog) {
        if (name.endsWith(".bz2") || name.endsWith(".xz")) {
            return null;
        }
        for (int i = name.length() - 1; i > 0; i--) {
            if ("._~-".indexOf(name.charAt(i)) >= 0 && isLog.test(name.substring(0, i))
                && SUFFIX.matcher(name.substring(i)).matches()) {
                return name.substring(0, i);
            }
        }
        String plain = COMPRESSED.matcher(name).replaceFirst("");
        int dot = plain.lastIndexOf('.');
        for (int i = dot - 1; i > 0; i--) {
            if ("._-".indexOf(plain.charAt(i)) >= 0 && INFIX.matcher(plain.substring(i, dot)).matches()) {
                String log = plain.substring(0, i) + plain.substring(dot);
                if (isLog.test(log)) {
                    return log;
                }
            }
        }
        return null;
    }
}
