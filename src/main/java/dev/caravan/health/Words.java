package dev.caravan.health;

import java.util.Locale;

/** A formatter of sizes and durations for messages, the same in each locale. */
public final class Words {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Words() {
    }

    /** Formats bytes, in the largest unit that fits at least once: {@code 17 B}, {@code 1.5 MiB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Formats milliseconds, in the two largest units: {@code 12 s}, {@code 3 min 5 s}, {@code 2 h 10 min}, {@code 5 d 3 h}; at least 0. */
    public static String duration(long millis) {
        long m = Math.max(0, millis);
        if (m < MINUTE) {
            return m / 1000 + " s";
        }
        if (m < HOUR) {
            return m / MINUTE + " min " + m % MINUTE / 1000 + " s";
        }
        return m < DAY ? m / HOUR + " h " + m % HOUR / MINUTE + " min" : m / DAY + " d " + m % DAY / HOUR + " h";
    }
}
