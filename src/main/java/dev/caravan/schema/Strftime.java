package dev.caravan.schema;

import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A strftime pattern, as a test of texts. Knows the directives that Panther knows; names of months and days are English.
 * Year, month and day together must be a date of the calendar.
 */
final class Strftime {

    private static final List<String> MONTHS =
        List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String SHORT_MONTH = "(?<b>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private static final String LONG_MONTH =
        "(?<b>January|February|March|April|May|June|July|August|September|October|November|December)";

    private final Pattern pattern;

    /** @throws IllegalArgumentException the pattern has a directive that Panther does not know */
    Strftime(String format) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                regex.append(Pattern.quote(String.valueOf(c)));
            } else if (++i < format.length()) {
                regex.append(directive(format, format.charAt(i)));
            } else {
                throw new IllegalArgumentException("the time format '" + format + "' ends with a lone %; write %% for it");
            }
        }
        try {
            pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the time format '" + format + "' names the same part of the time twice", e);
        }
    }

    /** Whether the whole text is a time in this format. */
    boolean matches(String text) {
        Matcher m = pattern.matcher(text);
        return m.matches() && isDate(m);
    }

    private boolean isDate(Matcher m) {
        String day = group(m, "d");
        if (day == null) {
            return true;
        }
        int month = month(m);
        String fullYear = group(m, "Y");
        // Without a year, 29 February may be right.
        int year = fullYear == null ? 2000 : Integer.parseInt(fullYear);
        return month == 0 || Integer.parseInt(day) <= YearMonth.of(year, month).lengthOfMonth();
    }

    private int month(Matcher m) {
        String number = group(m, "m");
        if (number != null) {
            return Integer.parseInt(number);
        }
        String name = group(m, "b");
        return name == null ? 0 : MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
    }

    /** The text of a named group, or null when the pattern has no such group. */
    private @Nullable String group(Matcher m, String name) {
        return pattern.pattern().contains("(?<" + name + ">") ? m.group(name) : null;
    }

    private static String directive(String format, char c) {
        return switch (c) {
            case 'a' -> "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
            case 'A' -> "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)";
            case 'b' -> SHORT_MONTH;
            case 'B' -> LONG_MONTH;
            case 'c' -> directives(format, "a b d H:M:S Y");
            case 'd' -> "(?<d>0[1-9]|[12][0-9]|3[01])";
            case 'f' -> "[0-9]{1,9}";
            case 'H' -> "(?:[01][0-9]|2[0-3])";
            case 'I' -> "(?:0[1-9]|1[0-2])";
            case 'j' -> "(?:00[1-9]|0[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])";
            case 'm' -> "(?<m>0[1-9]|1[0-2])";
            case 'M', 'S' -> "[0-5][0-9]";
            case 'p' -> "(?:AM|PM)";
            case 'U', 'W' -> "(?:[0-4][0-9]|5[0-3])";
            case 'w' -> "[0-6]";
            case 'x' -> directives(format, "m/d/y");
            case 'X' -> directives(format, "H:M:S");
            case 'y' -> "[0-9]{2}";
            case 'Y' -> "(?<Y>[0-9]{4})";
            case 'z' -> "(?:Z|[+-][0-9]{2}:?[0-9]{2})";
            case 'Z' -> "[A-Z]{1,5}";
            case '%' -> "%";
            default -> throw new IllegalArgumentException("the time format '" + format + "' has %" + c
                + ", which Panther does not know; it knows %a %A %b %B %c %d %f %H %I %j %m %M %p %S %U %w %W %x %X"
                + " %y %Y %z %Z");
        };
    }

    private static String directives(String format, String letters) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            char c = letters.charAt(i);
            regex.append(Character.isLetter(c) ? directive(format, c) : String.valueOf(c));
        }
        return regex.toString();
    }
}
