package dev.caravan.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out the schema of records by looking at them, as {@code pantherlog infer} does: each record becomes a value, and
 * is merged into what the records before it have made. Memory grows with the number of different fields, not of records.
 *
 * <p>What it never produces: small numbers (int, smallint), event times, time formats other than RFC 3339, indicators
 * other than ip, url and aws_arn. Not thread safe.
 */
public final class Infer {

    private static final Comparator<Field> BY_BYTES = (a, b) -> compareUtf8(a.name(), b.name());

    private final boolean coerce;
    private @Nullable Value root;

    /**
     * Starts with nothing known.
     *
     * @param coerce whether strings that look like numbers or booleans are taken for such, as {@code pantherlog} does
     */
    public Infer(boolean coerce) {
        this.coerce = coerce;
    }

    /** Takes one more record into account; see {@link JsonText} for what it is made of. */
    public void add(Map<String, Object> record) {
        root = Merge.values(root, value(record));
    }

    /**
     * The schema of all records so far, without fields of which nothing is known: empty objects, arrays without elements.
     *
     * @param name the schema's full name
     * @return null when no record had a field with a value
     */
    public @Nullable Schema schema(String name) {
        Value known = known(root);
        return known == null ? null : new Schema(name, null, null, known.fields());
    }

    /** What one JSON value is, or null for JSON's null. */
    public @Nullable Value value(@Nullable Object json) {
        if (json instanceof Map<?, ?> object) {
            List<Field> fields = new ArrayList<>(object.size());
            object.forEach((key, member) -> {
                Value value = value(member);
                if (value != null) {
                    fields.add(Field.of((String) key, true, value));
                }
            });
            fields.sort(BY_BYTES);
            return Value.object(fields);
        }
        if (json instanceof List<?> list) {
            Value element = null;
            for (Object member : list) {
                element = Merge.values(element, value(member));
            }
            return Value.array(element);
        }
        if (json instanceof JsonNumber number) {
            return Value.of(GoNumber.isInt(number.text(), 64) ? ValueType.BIGINT : ValueType.FLOAT);
        }
        if (json instanceof Boolean) {
            return Value.of(ValueType.BOOLEAN);
        }
        return json == null ? null : string((String) json);
    }

    private Value string(String s) {
        if (coerce) {
            if (GoNumber.isInt(s, 64)) {
                return Value.of(ValueType.BIGINT);
            }
            if (GoNumber.isFloat(s)) {
                return Value.of(ValueType.FLOAT);
            }
            if (GoNumber.isBool(s)) {
                return Value.of(ValueType.BOOLEAN);
            }
        }
        if (GoTime.isRfc3339(s)) {
            return Value.timestamp(List.of("rfc3339"), false);
        }
        return Value.string(Indicators.of(s));
    }

    /** Compares as Go does, by bytes in UTF-8; that is by code points, so that surrogates come after all other chars. */
    private static int compareUtf8(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char c = a.charAt(i);
            char d = b.charAt(i);
            if (c != d) {
                boolean high = Character.isSurrogate(c);
                return high == Character.isSurrogate(d) ? c - d : high ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }

    private static @Nullable Value known(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        if (value.type() == ValueType.ARRAY) {
            Value element = known(value.element());
            return element == null ? null : Value.array(element);
        }
        if (value.type() != ValueType.OBJECT) {
            return value;
        }
        List<Field> fields = new ArrayList<>(value.fields().size());
        for (Field field : value.fields()) {
            Value known = known(field.value());
            if (known != null) {
                fields.add(field.with(known));
            }
        }
        return fields.isEmpty() ? null : Value.object(fields);
    }
}
