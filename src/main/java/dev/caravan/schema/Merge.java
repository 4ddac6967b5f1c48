package dev.caravan.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one value of two, such that what fits either fits the result: the merge rules of {@code pantherlog infer}. The
 * order of the arguments matters for the order of fields only.
 */
public final class Merge {

    private static final Set<String> UNIX = Set.of("unix", "unix_ms", "unix_us", "unix_ns");

    private Merge() {
    }

    /**
     * The value that holds both.
     *
     * @param root what is known so far; null for nothing
     * @param line what was seen now; null for nothing
     * @return null when both are null
     */
    public static @Nullable Value values(@Nullable Value root, @Nullable Value line) {
        if (root == null || line == null) {
            return root == null ? line : root;
        }
        return both(root, line);
    }

    private static Value both(Value root, Value line) {
        if (root.type() == line.type()) {
            return sameType(root, line);
        }
        if (isComplex(root) || isComplex(line)) {
            return Value.of(ValueType.JSON);
        }
        if (root.type() == ValueType.TIMESTAMP) {
            return timestampAnd(root, line);
        }
        return line.type() == ValueType.TIMESTAMP ? timestampAnd(line, root) : Value.of(scalars(root.type(), line.type()));
    }

    private static Value sameType(Value root, Value line) {
        return switch (root.type()) {
            case OBJECT -> Value.object(fields(root.fields(), line.fields()));
            case ARRAY -> Value.array(values(root.element(), line.element()));
            // Once they differ they are gone, and do not come back: none differs from any.
            case STRING -> Value.string(Set.copyOf(root.indicators()).equals(Set.copyOf(line.indicators()))
                ? root.indicators() : List.of());
            case TIMESTAMP -> root.timeFormats().equals(line.timeFormats())
                ? Value.timestamp(root.timeFormats(), root.eventTime() || line.eventTime()) : Value.of(ValueType.STRING);
            default -> Value.of(root.type());
        };
    }

    /** Fields that only the root has, then those that only the line has, then those of both in the root's order. */
    private static List<Field> fields(List<Field> root, List<Field> line) {
        Map<String, Field> ofRoot = byName(root);
        Map<String, Field> ofLine = byName(line);
        List<Field> merged = new ArrayList<>(root.size());
        for (Field field : root) {
            if (!ofLine.containsKey(field.name())) {
                merged.add(field.required(false));
            }
        }
        for (Field field : line) {
            if (!ofRoot.containsKey(field.name())) {
                merged.add(field.required(false));
            }
        }
        for (Field field : root) {
            Field other = ofLine.get(field.name());
            if (other != null) {
                merged.add(field.required(field.required() && other.required())
                    .with(both(field.value(), other.value())));
            }
        }
        return merged;
    }

    private static Map<String, Field> byName(List<Field> fields) {
        Map<String, Field> map = new HashMap<>();
        fields.forEach(field -> map.put(field.name(), field));
        return map;
    }

    private static boolean isComplex(Value value) {
        return value.type() == ValueType.OBJECT || value.type() == ValueType.ARRAY || value.type() == ValueType.JSON;
    }

    private static Value timestampAnd(Value timestamp, Value other) {
        String format = timestamp.timeFormats().size() == 1 ? timestamp.timeFormats().get(0) : "";
        if (other.type() == ValueType.BIGINT && UNIX.contains(format)
            || other.type() == ValueType.FLOAT && format.equals("unix")) {
            return timestamp;
        }
        // Whole units with a fraction are no time any more, but still numbers.
        return Value.of(other.type() == ValueType.FLOAT && UNIX.contains(format) ? ValueType.FLOAT : ValueType.STRING);
    }

    private static ValueType scalars(ValueType a, ValueType b) {
        if (a == ValueType.FLOAT && b.isWhole() || b == ValueType.FLOAT && a.isWhole()) {
            return ValueType.FLOAT;
        }
        if (a.isWhole() && b.isWhole()) {
            return a.compareTo(b) > 0 ? a : b;
        }
        return ValueType.STRING;
    }
}
