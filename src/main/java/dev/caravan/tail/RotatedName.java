package dev.caravan.tail;

import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Names that rotation gives: {@code access.log.1}, {@code access.log-20261125.gz}, {@code access.log.old},
 * {@code access-2026-11-25.log}, {@code access.1.log.gz}; and Zeek's: {@code conn.10:00:00-11:00:00.log.gz}.
 */
final class RotatedName {

    // Behind the log's own name: a separator and something with digits, or "old".
    private static final Pattern SUFFIX = Pattern.compile("[._~-](.*[0-9].*|.*old|.*prev|gz|zst)");
    // Between name and extension only what is a date, a time or a small number: access-8080.log may be a log itself.
    private static final Pattern INFIX = Pattern.compile("[._-]([0-9]{1,3}|(19|20)[0-9]{2}([0-9._T:-]*[0-9])?|[0-9]{10,}"
        // From when to when, as Zeek's archive has it; the day is the name of the directory.
        + "|[0-9]{2}([:_.-][0-9]{2}){5})");
    private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|zst)$");

    private static final Pattern NUMBERED = Pattern.compile(".*\\.([0-9]{1,3}|gz|zst)");

    private RotatedName() {
    }

    /** Whether a name is so much that of a rotated file that no log has it, even where there is no log beside it. */
    static boolean isNumbered(String name) {
        return NUMBERED.matcher(name).matches();
    }

    /** Whether a file may have been made of a log, by rotation or by hand, as far as its name tells. */
    static boolean isLike(Path log, Path file) {
        String name = log.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.getFileName().toString().startsWith(dot > 0 ? name.substring(0, dot) : name);
    }

    /** The name of the log that a file of this name was rotated from, the longest of those that are logs; or null. */
    static String logOf(String name, Predicate<String> isLog) {
        if (name.endsWith(".bz2") || name.endsWith(".xz")) {
            return null;
        }
        for (int i = name.length() - 1; i > 0; i--) {
            if ("._~-".indexOf(name.charAt(i)) >= 0 && SUFFIX.matcher(name.substring(i)).matches()
                && !isNumbered(name.substring(0, i)) && isLog.test(name.substring(0, i))) {
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
