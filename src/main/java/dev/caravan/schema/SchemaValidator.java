package dev.caravan.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what Panther would refuse in a record: a required key that is missing or null, a value that is not of its type.
 * Thread safe.
 */
public final class SchemaValidator {

    private final Schema schema;
    private final Map<String, TimeFormat> formats = new HashMap<>();

    /** A validator of records of this schema. */
    public SchemaValidator(Schema schema) {
        this.schema = schema;
        collectFormats(schema.fields());
    }

    /**
     * What is wrong with one field.
     *
     * @param field  the field's path: {@code a}, {@code a.b} in an object, {@code a[0]} in an array
     * @param reason what is wrong, for a person
     */
    public record Problem(String field, String reason) {

        @Override
        public String toString() {
            return field + ": " + reason;
        }
    }

    /**
     * What was found in a record.
     *
     * @param problems why Panther would refuse the record; empty when it would take it
     * @param unknown  paths of keys that are not in the schema: Panther takes the record and drops them
     */
    public record Result(List<Problem> problems, List<String> unknown) {

        /** Whether Panther takes the record. */
        public boolean isTaken() {
            return problems.isEmpty();
        }
    }

    /** Checks a record; see {@link JsonText} for what it is made of. */
    public Result check(Map<String, Object> record) {
        Result result = new Result(new ArrayList<>(), new ArrayList<>());
        object("", schema.fields(), record, result);
        return result;
    }

    private void object(String prefix, List<Field> fields, Map<?, ?> object, Result result) {
        int known = 0;
        for (Field field : fields) {
            Object value = object.get(field.name());
            if (object.containsKey(field.name())) {
                known++;
            }
            if (value != null) {
                value(prefix + field.name(), field.value(), value, result);
            } else if (field.required()) {
                result.problems().add(new Problem(prefix + field.name(),
                    object.containsKey(field.name()) ? "required, but null" : "required, but missing"));
            }
        }
        if (known < object.size()) {
            for (Object key : object.keySet()) {
                if (fields.stream().noneMatch(field -> field.name().equals(key))) {
                    result.unknown().add(prefix + key);
                }
            }
        }
    }

    private void value(String path, Value type, Object value, Result result) {
        switch (type.type()) {
            case OBJECT -> {
                if (value instanceof Map<?, ?> object) {
                    object(path + ".", type.fields(), object, result);
                    return;
                }
            }
            case ARRAY -> {
                if (value instanceof List<?> list) {
                    Value element = type.element();
                    for (int i = 0; i < list.size() && element != null; i++) {
                        if (list.get(i) != null) {
                            value(path + "[" + i + "]", element, list.get(i), result);
                        }
                    }
                    return;
                }
            }
            default -> {
                if (isScalar(type, value)) {
                    return;
                }
            }
        }
        result.problems().add(new Problem(path, show(value) + " is not a valid " + expected(type)));
    }

    private boolean isScalar(Value type, Object value) {
        return switch (type.type()) {
            case STRING -> value instanceof String || value instanceof Boolean || value instanceof JsonNumber;
            case SMALLINT -> isWhole(value, 16);
            case INT -> isWhole(value, 32);
            case BIGINT -> isWhole(value, 64);
            case FLOAT -> isNumberOrText(value) && (isEmpty(value) || GoNumber.isFloat(value.toString()));
            case BOOLEAN -> value instanceof Boolean
                || value instanceof JsonNumber number && (number.text().equals("0") || number.text().equals("1"))
                || value instanceof String text && (text.isEmpty() || GoNumber.isBool(text));
            case TIMESTAMP -> type.timeFormats().stream().map(formats::get).anyMatch(format -> format != null && format.takes(value));
            default -> true;
        };
    }

    /** A number, or a text of the same form; empty text stands for null. */
    private static boolean isWhole(Object value, int bits) {
        return isNumberOrText(value) && (isEmpty(value) || GoNumber.isInt(value.toString(), bits));
    }

    private static boolean isNumberOrText(Object value) {
        return value instanceof JsonNumber || value instanceof String;
    }

    private static boolean isEmpty(Object value) {
        return value instanceof String text && text.isEmpty();
    }

    private static String expected(Value type) {
        return type.type().text() + (type.timeFormats().isEmpty() ? "" : " " + String.join(" or ", type.timeFormats()));
    }

    private static String show(Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "an array";
        }
        String text = value.toString();
        // A person wants to see the start; a log line may be of any length.
        String start = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return value instanceof String ? "\"" + start + "\"" : start;
    }

    private void collectFormats(List<Field> fields) {
        fields.forEach(field -> collectFormats(field.value()));
    }

    private void collectFormats(Value value) {
        value.timeFormats().forEach(format -> formats.computeIfAbsent(format, TimeFormat::of));
        collectFormats(value.fields());
        if (value.element() != null) {
            collectFormats(value.element());
        }
    }
}
