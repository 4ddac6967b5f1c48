package dev.caravan.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints a schema as {@code pantherlog infer} does. Steps of four columns; the keys of a list's item stand two columns
 * right of its dash, and what is nested in them at the next multiple of four, so that a list in a field is at column 8.
 */
public final class SchemaYaml {

    private static final int STEP = 4;

    private final StringBuilder out = new StringBuilder();

    private SchemaYaml() {
    }

    /** The schema as YAML, ended by a newline. */
    public static String print(Schema schema) {
        SchemaYaml yaml = new SchemaYaml();
        yaml.line(0, "schema", schema.name());
        yaml.line(0, "description", schema.description());
        yaml.line(0, "referenceURL", schema.referenceUrl());
        yaml.fields(0, schema.fields());
        return yaml.out.toString();
    }

    private void fields(int column, List<Field> fields) {
        key(column, "fields");
        int dash = deeper(column);
        int inner = dash + 2;
        for (Field field : fields) {
            pad(dash).append("- name: ").append(YamlText.of(field.name())).append('\n');
            if (field.required()) {
                pad(inner).append("required: true\n");
            }
            line(inner, "description", field.description());
            value(inner, field.value());
        }
    }

    private void value(int column, Value value) {
        line(column, "type", value.type().text());
        list(column, "indicators", value.indicators());
        list(column, "timeFormats", value.timeFormats());
        if (value.eventTime()) {
            pad(column).append("isEventTime: true\n");
        }
        if (value.element() != null) {
            key(column, "element");
            value(deeper(column), value.element());
        }
        if (!value.fields().isEmpty()) {
            fields(column, value.fields());
        }
    }

    private void list(int column, String key, List<String> items) {
        if (!items.isEmpty()) {
            key(column, key);
            items.forEach(item -> pad(deeper(column)).append("- ").append(YamlText.of(item)).append('\n'));
        }
    }

    private void line(int column, String key, @Nullable String text) {
        if (text != null) {
            pad(column).append(key).append(": ").append(YamlText.of(text)).append('\n');
        }
    }

    private void key(int column, String key) {
        pad(column).append(key).append(":\n");
    }

    private StringBuilder pad(int column) {
        return out.append(" ".repeat(column));
    }

    private static int deeper(int column) {
        return (column + STEP) / STEP * STEP;
    }
}
