package dev.caravan.schema;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named value of an object. Immutable.
 *
 * @param name        the key in the record, as it is there
 * @param required    Panther refuses a record in which the key is missing or null
 * @param description what the field holds, for a person; null for none
 * @param value       what the value is
 */
public record Field(String name, boolean required, @Nullable String description, Value value) {

    /** Checks that name and value are there. */
    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }

    /** A field without a description. */
    public static Field of(String name, boolean required, Value value) {
        return new Field(name, required, null, value);
    }

    /**
     * A text.
     *
     * @param indicators what the text is, for example {@code ip}; see {@link Indicators}; none for most
     */
    public static Field text(String name, String description, String... indicators) {
        return new Field(name, false, description, Value.string(List.of(indicators)));
    }

    /** A list of texts; indicators as for {@link #text}. */
    public static Field texts(String name, String description, String... indicators) {
        return new Field(name, false, description, Value.array(Value.string(List.of(indicators))));
    }

    /** A whole number of 64 bits. */
    public static Field number(String name, String description) {
        return of(name, ValueType.BIGINT, description);
    }

    /** A field of a type that needs nothing more: a number, true or false, any JSON. */
    public static Field of(String name, ValueType type, String description) {
        return new Field(name, false, description, Value.of(type));
    }

    /** A point in time in the form of RFC 3339. */
    public static Field time(String name, String description) {
        return new Field(name, false, description, Value.timestamp(List.of("rfc3339"), false));
    }

    /** The time of the event, in the form of RFC 3339. Each kind of record has one such field. */
    public static Field eventTime(String name, String description) {
        return eventTime(name, description, "rfc3339");
    }

    /** The time of the event, in another form; see {@link TimeFormat}. */
    public static Field eventTime(String name, String description, String format) {
        return new Field(name, false, description, Value.timestamp(List.of(format), true));
    }

    /** An object with these fields. */
    public static Field object(String name, String description, Field... fields) {
        return new Field(name, false, description, Value.object(List.of(fields)));
    }

    /** The same field, required or not. */
    public Field required(boolean required) {
        return new Field(name, required, description, value);
    }

    /** The same field with another value. */
    public Field with(Value value) {
        return new Field(name, required, description, value);
    }

    /** The same field with a description, or with null for none. */
    public Field describe(@Nullable String description) {
        return new Field(name, required, description, value);
    }
}
