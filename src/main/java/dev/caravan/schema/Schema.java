package dev.caravan.schema;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Panther is told about one kind of record. Immutable.
 *
 * @param name         Panther's name for the log type, for example {@code Custom.Netstat}
 * @param description  one line for a person; null for none
 * @param referenceUrl where the records are explained; null for none
 * @param fields       the fields of a record, never empty
 */
public record Schema(String name, @Nullable String description, @Nullable String referenceUrl, List<Field> fields) {

    /** Checks that there is a name and at least one field, as Panther does. */
    public Schema {
        Objects.requireNonNull(name, "name");
        fields = List.copyOf(fields);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("schema " + name + " has no fields; Panther wants at least one");
        }
    }

    /** The field of that name, or null when there is none. */
    public @Nullable Field field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** The same schema with other fields. */
    public Schema with(List<Field> fields) {
        return new Schema(name, description, referenceUrl, fields);
    }
}
