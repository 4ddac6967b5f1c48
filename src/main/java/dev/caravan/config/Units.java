package dev.caravan.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** A reader of sizes and durations as users write them. */
public final class Units {

    private static final Pattern SIZE = Pattern.compile("([0-9]+)\\s*([kmgt]?)(i?)b?");

    private Units() {
    }

    /**
     * Returns a size in bytes: {@code 8388608}, {@code 8MiB}, {@code 8 MB} (1,000,000 each), {@code 512k} (1024 each).
     *
     * @param setting name of the setting, for the message
     * @throws IllegalArgumentException if the value is not a size, or is too large
     */
    public static long bytes(String setting, String value) {
        Matcher m = SIZE.matcher(value.trim().toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            throw new IllegalArgumentException(setting + " is \"" + value + "\": it must be a size, like 8MiB or 8388608");
        }
        boolean decimal = m.group(3).isEmpty() && value.trim().toLowerCase(Locale.ROOT).endsWith("b");
        long unit = decimal ? 1000 : 1024;
        long factor = 1;
        for (int i = "kmgt".indexOf(m.group(2)); !m.group(2).isEmpty() && i >= 0; i--) {
            factor *= unit;
        }
        try {
            return Math.multiplyExact(Long.parseLong(m.group(1)), factor);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(setting + " is \"" + value + "\": it must be less than 8 EiB", e);
        }
    }

    /**
     * Returns a duration in milliseconds: {@code 500ms}, {@code 60s}, {@code 1m30s}, {@code 60000}.
     *
     * @param setting name of the setting, for the message
     * @throws IllegalArgumentException if the value is not a duration
     */
    public static long millis(String setting, String value) {
        String text = value.trim();
        if (text.matches("([0-9]+\\s*(d|h|m|s|ms)\\s*)+|[0-9]+")) {
            try {
                return TimeUtils.toMilliSeconds(text.replace(" ", ""));
            } catch (IllegalArgumentException e) {
                // The exception below names the setting.
            }
        }
        throw new IllegalArgumentException(setting + " is \"" + value + "\": it must be a duration, like 60s or 500ms");
    }
}
