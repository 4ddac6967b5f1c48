package dev.caravan.schema;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of values in a schema; as text in lower case, as in {@code type: bigint}. */
public enum ValueType {

    /** Text; takes JSON strings, numbers and booleans. */
    STRING,
    /** A whole number of 16 bits. */
    SMALLINT,
    /** A whole number of 32 bits. */
    INT,
    /** A whole number of 64 bits. */
    BIGINT,
    /** A number of 64 bits (IEEE 754). */
    FLOAT,
    /** True or false. */
    BOOLEAN,
    /** A point in time, in one of the value's time formats. */
    TIMESTAMP,
    /** A list of values of one type. */
    ARRAY,
    /** An object whose fields are known. */
    OBJECT,
    /** Any JSON value. */
    JSON;

    /** The name in a schema, for example {@code bigint}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of that name, or null when there is none. Case matters, as it does for Panther. */
    public static @Nullable ValueType of(String text) {
        for (ValueType type : values()) {
            if (type.text().equals(text)) {
                return type;
            }
        }
        return null;
    }

    /** Whether this is one of the three kinds of whole numbers. */
    public boolean isWhole() {
        return this == SMALLINT || this == INT || this == BIGINT;
    }
}
