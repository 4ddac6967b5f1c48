package dev.caravan.schema;

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
