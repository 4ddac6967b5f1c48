package dev.caravan.schema;

import java.util.ArrayList;
import java.util.List;

/** Marks the timestamp that is the time of the event; without one Panther takes the time at which it read the record. */
public final class EventTime {

    private EventTime() {
    }

    /**
     * The schema with that field marked.
     *
     * @param field name of a field, or the path of one in an object, {@code a.b}
     * @throws IllegalArgumentException there is no such field, or it is no timestamp; the message says what there is
     */
    public static Schema mark(Schema schema, String field) {
        return schema.with(mark(schema.fields(), field, field));
    }

    private static List<Field> mark(List<Field> fields, String name, String whole) {
        List<Field> marked = new ArrayList<>(fields);
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.name().equals(name)) {
                if (field.value().type() != ValueType.TIMESTAMP) {
                    throw new IllegalArgumentException("the field " + whole + " has type " + field.value().type().text()
                        + ", not timestamp; only texts in RFC 3339 format, such as 2023-04-16T10:15:00Z, are inferred"
                        + " as timestamps, in each record");
                }
                marked.set(i, field.with(Value.timestamp(field.value().timeFormats(), true)));
                return marked;
            }
        }
        // A name with a dot in it was looked for first; now the dot means a field in an object.
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (name.startsWith(field.name() + ".") && field.value().type() == ValueType.OBJECT) {
                marked.set(i, field.with(Value.object(
                    mark(field.value().fields(), name.substring(field.name().length() + 1), whole))));
                return marked;
            }
        }
        throw new IllegalArgumentException("no field " + whole + " in the records; there are "
            + String.join(", ", fields.stream().map(Field::name).toList()));
    }
}
