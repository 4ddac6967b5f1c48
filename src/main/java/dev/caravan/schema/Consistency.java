package dev.caravan.schema;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where each field was seen, with which types, and where it was missing, to tell a user which lines keep a
 * schema from being strict. Memory grows with the number of different fields. Not thread safe.
 */
public final class Consistency {

    private final Infer infer;
    private final Seen root = new Seen();

    /** @param infer tells the types of values; nothing is added to it */
    public Consistency(Infer infer) {
        this.infer = infer;
    }

    /**
     * Takes a record into account.
     *
     * @param place where it is, as {@code file:line}
     */
    public void add(Map<String, Object> record, String place) {
        object(root, record, place);
    }

    /**
     * What is not the same everywhere: one sentence for each field that has values of several types, or is missing or
     * null in some objects; sorted by field, {@code a.b} in an object, {@code a[]} for the elements of an array. Whole
     * numbers among floats are fine: float holds both. Empty when all records are alike.
     */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        complain("", root, complaints);
        return complaints;
    }

    private static void complain(String path, Seen seen, List<String> complaints) {
        if (seen.isMixed()) {
            List<String> types = new ArrayList<>();
            seen.types.forEach((type, place) -> types.add(type.text() + " in " + place));
            complaints.add(path + ": mixed types: " + String.join(", ", types));
        }
        if (seen.missing != null) {
            complaints.add(path + ": missing or null in " + seen.missing + ", but present in "
                + seen.types.values().iterator().next());
        }
        if (seen.elements != null) {
            complain(path + "[]", seen.elements, complaints);
        }
        seen.fields.forEach((name, field) -> complain(path.isEmpty() ? name : path + "." + name, field, complaints));
    }

    private void object(Seen seen, Map<?, ?> object, String place) {
        seen.fields.forEach((name, field) -> {
            if (object.get(name) == null && field.missing == null) {
                field.missing = place;
            }
        });
        object.forEach((key, value) -> {
            if (value != null) {
                Seen field = seen.fields.get(key);
                if (field == null) {
                    field = new Seen();
                    // Whatever objects came before did not have it; null when this is the first one.
                    field.missing = seen.firstObject;
                    seen.fields.put((String) key, field);
                }
                value(field, value, place);
            }
        });
        if (seen.firstObject == null) {
            seen.firstObject = place;
        }
    }

    private void value(Seen seen, Object value, String place) {
        Value scalar = value instanceof Map || value instanceof List ? null : infer.value(value);
        ValueType type = scalar != null ? scalar.type() : value instanceof Map ? ValueType.OBJECT : ValueType.ARRAY;
        seen.types.putIfAbsent(type, place);
        if (value instanceof Map<?, ?> object) {
            object(seen, object, place);
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element != null) {
                    Seen elements = seen.elements == null ? new Seen() : seen.elements;
                    seen.elements = elements;
                    value(elements, element, place);
                }
            }
        }
    }

    /** What was seen at one place of the tree; the places are the first of their kind. */
    private static final class Seen {
        final Map<ValueType, String> types = new EnumMap<>(ValueType.class);
        final Map<String, Seen> fields = new TreeMap<>();
        @Nullable
        Seen elements;
        @Nullable
        String firstObject;
        @Nullable
        String missing;

        boolean isMixed() {
            return types.size() > 1 && !types.keySet().equals(Set.of(ValueType.BIGINT, ValueType.FLOAT));
        }
    }
}
