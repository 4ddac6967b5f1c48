package dev.caravan.parse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.core.LineParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A line that a program writes, and what is true of it: a field of its record has its value from here, or is absent. */
final class Truth {

    final LineParser parser;
    /** Name of the schema that its records fit; null for none. */
    final String schema;
    String state;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, String> fields = new HashMap<>();
    private boolean certain;

    Truth(LineParser parser, String schema) {
        this.parser = parser;
        this.schema = schema;
    }

    /** What the program writes next. */
    Truth write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    Truth write(byte[] bytes) {
        line.writeBytes(bytes);
        return this;
    }

    /** What the field is, if the record has it. */
    Truth is(String field, Object value) {
        fields.put(field, String.valueOf(value));
        return this;
    }

    /** The field must not be in the record. */
    Truth isNot(String field) {
        fields.put(field, null);
        return this;
    }

    /** The line is unambiguous: it must give a record, with all of the fields. */
    Truth certain() {
        certain = true;
        return this;
    }

    byte[] line() {
        return line.toByteArray();
    }

    void check(JsonNode record) {
        fields.forEach((name, value) -> {
            JsonNode found = record == null ? null : record.get(name);
            if (found == null ? certain && value != null : !found.asText().equals(value)) {
                throw new AssertionError(name + " is " + (found == null ? "absent" : "'" + found.asText() + "'") + ", the truth is "
                    + (value == null ? "that there is none" : "'" + value + "'") + " in " + record);
            }
        });
    }

    void refused(String reason) {
        if (certain) {
            throw new AssertionError("refused: " + reason);
        }
        if (reason.isBlank()) {
            throw new AssertionError("refused without a reason");
        }
    }
}
