package dev.caravan.schema;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers where each field was seen, with which types, and where it was missing, to tell a user which lines keep a
 * schema from being strict. Memory grows with the number of different fields. Not thread safe.
 */
public final class Consistency {

    private final Infer infer;
    private final Map<String, Seen> paths = new TreeMap<>();

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
        object("", record, place);
    }

    /**
     * What is not the same everywhere: one sentence for each field that has values of several types, or is missing or
     * null in some objects; sorted by field. Whole numbers among floats are fine: float holds both. Empty when all
     * records are alike.
     */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        paths.forEach((path, seen) -> {
            if (seen.isMixed()) {
                List<String> types = new ArrayList<>();
                seen.types.forEach((type, place) -> types.add(type.text() + " in " + place));
                complaints.add(path + ": mixed types: " + String.join(", ", types));
            }
            if (seen.missing != null) {
                complaints.add(path + ": missing or null in " + seen.missing + ", but present in "
                    + seen.types.values().iterator().next());
            }
        });
        return complaints;
    }

    private void object(String path, Map<?, ?> object, String place) {
        Seen self = paths.get(path);
        if (self == null) {
            self = new Seen();
            // The root and array elements are no fields: they only hold the names of fields.
            paths.put(path, self);
        }
        for (String name : self.children) {
            Seen child = paths.get(member(path, name));
            if (object.get(name) == null && child.missing == null) {
                child.missing = place;
            }
        }
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            if (entry.getValue() == null) {
                continue;
            }
            String name = (String) entry.getKey();
            String childPath = member(path, name);
            Seen child = paths.computeIfAbsent(childPath, key -> new Seen());
            if (self.children.add(name) && self.firstObject != null) {
                child.missing = self.firstObject;
            }
            value(childPath, entry.getValue(), place);
        }
        if (self.firstObject == null) {
            self.firstObject = place;
        }
    }

    private void value(String path, Object value, String place) {
        Seen seen = paths.computeIfAbsent(path, key -> new Seen());
        ValueType type = value instanceof Map ? ValueType.OBJECT
            : value instanceof List ? ValueType.ARRAY : infer.value(value).type();
        seen.types.putIfAbsent(type, place);
        if (value instanceof Map<?, ?> object) {
            object(path, object, place);
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element != null) {
                    value(path + "[]", element, place);
                }
            }
        }
    }

    private static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static final class Seen {
        final Map<ValueType, String> types = new EnumMap<>(ValueType.class);
        final Set<String> children = new LinkedHashSet<>();
        String firstObject;
        String missing;

        boolean isMixed() {
            return types.size() > 1 && !types.keySet().equals(Set.of(ValueType.BIGINT, ValueType.FLOAT));
        }
    }
}
