package dev.caravan.schema;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a value: its type and what goes with that type. Immutable.
 *
 * @param type        never null
 * @param indicators  what the text of a string is, for example {@code ip}; see {@link Indicators}; empty for none
 * @param timeFormats how a timestamp is written: {@code rfc3339}, {@code unix}, {@code unix_ms}, {@code unix_us},
 *                    {@code unix_ns} or a strftime pattern; empty for other types
 * @param eventTime   the timestamp is the time of the event ({@code isEventTime})
 * @param element     what the elements of an array are; null for other types, and while only empty arrays were seen
 * @param fields      the fields of an object, in the order in which they are printed; empty for other types
 */
public record Value(ValueType type, List<String> indicators, List<String> timeFormats, boolean eventTime,
    @Nullable Value element, List<Field> fields) {

    /** Makes the lists unmodifiable. */
    public Value {
        Objects.requireNonNull(type, "type");
        indicators = List.copyOf(indicators);
        timeFormats = List.copyOf(timeFormats);
        fields = List.copyOf(fields);
    }

    /** A value of a type that needs nothing more. */
    public static Value of(ValueType type) {
        return new Value(type, List.of(), List.of(), false, null, List.of());
    }

    /** A string with these indicators. */
    public static Value string(List<String> indicators) {
        return new Value(ValueType.STRING, indicators, List.of(), false, null, List.of());
    }

    /** A timestamp in one of these formats. */
    public static Value timestamp(List<String> timeFormats, boolean eventTime) {
        return new Value(ValueType.TIMESTAMP, List.of(), timeFormats, eventTime, null, List.of());
    }

    /**
     * An array.
     *
     * @param element what its elements are, or null when that is not known
     */
    public static Value array(@Nullable Value element) {
        return new Value(ValueType.ARRAY, List.of(), List.of(), false, element, List.of());
    }

    /** An object with these fields. */
    public static Value object(List<Field> fields) {
        return new Value(ValueType.OBJECT, List.of(), List.of(), false, null, fields);
    }
}
