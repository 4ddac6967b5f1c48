package dev.caravan.schema;

import java.util.function.Predicate;

/**
 * One of Panther's time formats, as a test of values: {@code rfc3339}; seconds since 1970 as {@code unix}, with or
 * without a fraction; whole {@code unix_ms}, {@code unix_us}, {@code unix_ns}; or a strftime pattern.
 */
final class TimeFormat {

    private final String name;
    private final Predicate<Object> test;

    private TimeFormat(String name, Predicate<Object> test) {
        this.name = name;
        this.test = test;
    }

    /**
     * The format of that name.
     *
     * @throws IllegalArgumentException there is none; the message says which there are
     */
    static TimeFormat of(String name) {
        return switch (name) {
            case "rfc3339" -> new TimeFormat(name, value -> value instanceof String text && GoTime.isRfc3339(text));
            case "unix" -> new TimeFormat(name, value -> isNumber(value, false));
            case "unix_ms", "unix_us", "unix_ns" -> new TimeFormat(name, value -> isNumber(value, true));
            default -> {
                if (name.indexOf('%') < 0) {
                    throw new IllegalArgumentException("'" + name + "' is not a time format that Caravan knows; it knows"
                        + " rfc3339, unix, unix_ms, unix_us, unix_ns and patterns such as '%Y-%m-%d %H:%M:%S %z'");
                }
                Strftime pattern = new Strftime(name);
                yield new TimeFormat(name, value -> value instanceof String text && pattern.matches(text));
            }
        };
    }

    /** Whether the JSON value, which is not null, is a time in this format. */
    boolean takes(Object value) {
        return test.test(value);
    }

    @Override
    public String toString() {
        return name;
    }

    private static boolean isNumber(Object value, boolean whole) {
        if (!(value instanceof JsonNumber) && !(value instanceof String)) {
            return false;
        }
        String text = value.toString();
        // Empty text counts as no time at all, which Panther lets pass.
        return text.isEmpty() || (whole ? GoNumber.isInt(text, 64) : GoNumber.isFloat(text));
    }
}
