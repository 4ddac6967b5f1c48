package dev.caravan.source.file;

import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises names that rotation gives: {@code access.log.1}, {@code access.log-20261125.gz}, {@code access.log.old},
 * {@code access-2026-11-25.log}, {@code access.1.log.gz}; and Zeek's: {@code conn.10:00:00-11:00:00.log.gz}. A date may have any usual
 * form, with a time and a counter after it: {@code access-11-25-2026-1.log}, {@code access.25-11-2026.log}, {@code access-261125.log},
 * {@code access__2026-11-25_00-00-00.log}, {@code 2026-11-25_access.log}.
 */
final class RotatedName {

    private static final String MONTH = "(0[1-9]|1[0-2])";
    private static final String DAY = "(0[1-9]|[12][0-9]|3[01])";
    private static final String YEAR = "(19|20)[0-9]{2}";
    private static final String MONTH_NAME = "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
        + "|oct(ober)?|nov(ember)?|dec(ember)?)";
    private static final String WEEKDAY = "(mon|tue(s)?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?";
    private static final String DATE = "("
        // Dates that begin with a year: 2026, 202611, 2026-11-25, 20261125T101500Z, 2026-W48, 2026-Nov-25
        + YEAR + "([0-9._:T+-]*[0-9])?"
        + "|" + YEAR + "[._-]?(w[0-9]{2}|" + MONTH_NAME + "([._-]?[0-9]{1,2})?)"
        // Dates that end with a year: 25-11-2026, 11-25-2026, 25112026, 25Nov2026
        + "|[0-3]?[0-9]([._-])[0-3]?[0-9][._-]" + YEAR
        + "|" + DAY + MONTH + YEAR + "|" + MONTH + DAY + YEAR
        + "|[0-3]?[0-9][._-]?" + MONTH_NAME + "[._-]?(" + YEAR + "|[0-9]{2})"
        + "|" + MONTH_NAME + "[._-]?[0-9]{1,2}[._-]?(" + YEAR + ")?"
        // Dates with two digits of the year: 261125, 251126, 26-11-25
        + "|[0-9]{2}" + MONTH + DAY + "|" + DAY + MONTH + "[0-9]{2}|" + MONTH + DAY + "[0-9]{2}"
        + "|[0-9]{2}[._-]" + MONTH + "[._-]" + DAY + "|" + DAY + "[._-]" + MONTH + "[._-][0-9]{2}"
        + "|" + MONTH + "[._-]" + DAY + "[._-][0-9]{2}"
        + "|" + WEEKDAY + "|" + MONTH_NAME + ")";
    private static final String TIME_OR_COUNT = "([._:T+-]+[0-9]{1,9})*(Z|[._-]?utc)?";

    // After the log's own name: a separator and something with digits, "old", or the name of a day.
    private static final Pattern SUFFIX = pattern("[._~-](.*[0-9].*|.*old|.*prev|gz|zst|(" + WEEKDAY + "|" + MONTH_NAME
        + ")([.](gz|zst))?)");
    // Between name and extension: only a date, a time or a small number, because access-8080.log may be a log itself.
    private static final Pattern INFIX = pattern("[._-]+([0-9]{1,3}|" + DATE + TIME_OR_COUNT + "|[0-9]{10,}"
    // From when to when, as in Zeek's archive; the directory's name is the day.
        + "|[0-9]{2}([:_.-][0-9]{2}){5})");
    private static final Pattern INFIX_OF_DIGITS = pattern("(19|20)[0-9]{2}" + MONTH + DAY);
    private static final int YEAR_MONTH_DAY = 8;
    private static final Pattern PREFIX = pattern(DATE + TIME_OR_COUNT + "[._-]+");
    private static final Pattern WHOLE_DATE = pattern(DATE + TIME_OR_COUNT);
    private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|zst)$");

    private static final Pattern NUMBERED = Pattern.compile(".*\\.([0-9]{1,3}|gz|zst)");

    private static final Pattern COUNTED = Pattern.compile(".*[^0-9._-][._-]+[0-9]{1,3}\\.[A-Za-z]+");

    private RotatedName() {
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** Reports whether a name is so clearly that of a rotated file that no log has it, even if there is no log beside it. */
    static boolean isNumbered(String name) {
        return NUMBERED.matcher(name).matches();
    }

    /** Reports whether a number that is no date is between name and extension: the instances of a program have such logs too. */
    static boolean isCounted(String name) {
        return COUNTED.matcher(name).matches();
    }

    /** Reports whether a name is a date and nothing else, as that of a directory of rotated files. */
    static boolean isDate(String name) {
        return name.length() >= 6 && name.chars().filter(Character::isDigit).count() >= 4 && WHOLE_DATE.matcher(name).matches();
    }

    /** Reports whether a file may have been made from a log, by rotation or by hand, according to its name. */
    static boolean isLike(Path log, Path file) {
        String name = log.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String of = file.getFileName().toString();
        // Called for each pair of files, so the expressions run only if the plain comparison leaves a doubt.
        return of.startsWith(dot > 0 ? name.substring(0, dot) : name) || of.contains(name) && name.equals(logOf(of, name::equals));
    }

    /** Returns the name of the log from which a file of this name was rotated, the longest one that is a log; or null. */
    static @Nullable String logOf(String name, Predicate<String> isLog) {
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
        String log = withInfix(plain, isLog);
        return log != null ? log : withPrefix(plain, isLog);
    }

    /** Searches from the left, so that a whole date is recognised, and not its last two digits as a number. */
    private static @Nullable String withInfix(String plain, Predicate<String> isLog) {
        int dot = plain.lastIndexOf('.');
        for (int i = 1; i < dot; i++) {
            char c = plain.charAt(i);
            boolean separated = c == '.' || c == '_' || c == '-';
            if (!separated && (c != '1' && c != '2' || dot - i != YEAR_MONTH_DAY)) {
                continue;
            }
            if ((separated ? INFIX : INFIX_OF_DIGITS).matcher(plain.substring(i, dot)).matches()) {
                String log = plain.substring(0, i) + plain.substring(dot);
                if (isLog.test(log)) {
                    return log;
                }
            }
        }
        return null;
    }

    private static @Nullable String withPrefix(String plain, Predicate<String> isLog) {
        for (int i = 1; i < plain.length(); i++) {
            if ("._-".indexOf(plain.charAt(i - 1)) >= 0 && PREFIX.matcher(plain.substring(0, i)).matches()
                && isLog.test(plain.substring(i))) {
                return plain.substring(i);
            }
        }
        return null;
    }
}
