package dev.caravan.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions for the fields of an inferred schema, from those of the shipped ones. The shipped schema of the same name
 * is asked first; else a field gets a description when the shipped schemas have exactly one for its name.
 */
public final class Descriptions {

    private Descriptions() {
    }

    /**
     * The schema with the descriptions that are known; those that it has already are kept.
     *
     * @param shipped the schemas of the records that Caravan writes
     */
    public static Schema add(Schema schema, List<Schema> shipped) {
        Schema same = null;
        for (Schema candidate : shipped) {
            if (candidate.name().equals(schema.name())) {
                same = candidate;
            }
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            fields.add(field.description() != null ? field : field.describe(find(field.name(), same, shipped)));
        }
        String description = schema.description() == null && same != null ? same.description() : schema.description();
        return new Schema(schema.name(), description, schema.referenceUrl(), fields);
    }

    private static @Nullable String find(String name, @Nullable Schema same, List<Schema> shipped) {
        Field own = same == null ? null : same.field(name);
        if (own != null) {
            return own.description();
        }
        Set<String> found = new LinkedHashSet<>();
        for (Schema schema : shipped) {
            Field field = schema.field(name);
            if (field != null && field.description() != null) {
                found.add(field.description());
            }
        }
        // Two schemas that mean different things by a name are no help for a third.
        return found.size() == 1 ? found.iterator().next() : null;
    }
}
