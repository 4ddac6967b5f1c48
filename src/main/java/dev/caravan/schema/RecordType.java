package dev.caravan.schema;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of record, as the parser that writes it declares it. From these declarations come the schemas for Panther, the tables of query engines
 * and the list of all fields. Immutable.
 */
public final class RecordType {

    /** Records whose fields only their lines know, or a setting: Zeek's, JSON, formats that a user describes. There is no schema of them. */
    public static final RecordType UNDECLARED = new RecordType("", null, true);

    private static final String CUSTOM = "Custom.";

    private final String name;
    private final @Nullable Schema schema;
    private final boolean open;
    private final Set<String> names = new HashSet<>();

    private RecordType(String name, @Nullable Schema schema, boolean open) {
        this.name = name;
        this.schema = schema;
        this.open = open;
        if (schema != null) {
            schema.fields().forEach(field -> names.add(field.name()));
            if (names.size() < schema.fields().size()) {
                throw new IllegalArgumentException("the records " + name + " declare a field twice");
            }
        }
    }

    /**
     * Records that have these fields and no others.
     *
     * @param name        by which {@code caravan schema} knows them
     * @param logType     Panther's name for them; {@code Custom.…} for a schema of Caravan's own, another one for a schema that Panther manages
     * @param description one line for a person
     */
    public static RecordType of(String name, String logType, String description, Field... fields) {
        return new RecordType(name, new Schema(logType, description, null, List.of(fields)), false);
    }

    /** The same records with more fields behind the others. */
    public RecordType and(Field... more) {
        Schema declared = declared();
        return new RecordType(name, declared.with(Stream.concat(declared.fields().stream(), Arrays.stream(more)).toList()), open);
    }

    /** The same records, which may have other fields beside these. */
    public RecordType andOthers() {
        return new RecordType(name, declared(), true);
    }

    /** By which {@code caravan schema} knows them; empty for {@link #UNDECLARED}. */
    public String name() {
        return name;
    }

    /** Their fields; null for {@link #UNDECLARED}. */
    public @Nullable Schema schema() {
        return schema;
    }

    /** Whether their schema is Caravan's to give: fields are declared, and the schema is not one that Panther manages. */
    public boolean hasOwnSchema() {
        return schema != null && schema.name().startsWith(CUSTOM);
    }

    /** Whether a record may have a field of this name. */
    public boolean has(String field) {
        return open || names.contains(field);
    }

    @Override
    public String toString() {
        return schema == null ? "undeclared" : name;
    }

    private Schema declared() {
        if (schema == null) {
            throw new IllegalStateException("these records have no declared fields");
        }
        return schema;
    }
}
