package dev.caravan.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.parse.core.RefusedLineException;
import java.math.BigDecimal;

/** The Kamelet {@code insert-field-action}: adds a field to each record, or replaces the field of that name. */
public final class InsertField extends LineAction {

    private String field = "";
    private String value = "";
    private String type = "string";
    private JsonNode node = TextNode.valueOf(value);

    @Override
    protected void edit(TextLine line, Edited out) throws RefusedLineException {
        ObjectNode record = line.record();
        JsonFieldRef place = JsonFieldRef.of(record, field);
        place.object().set(place.name(), node);
        out.keep(TextLine.write(record));
    }

    /**
     * Checks the properties. Camel calls it when all of them are set.
     *
     * @throws IllegalArgumentException if the value is not of the type; the route does not start
     */
    public void check() {
        if (field.isEmpty()) {
            throw new IllegalArgumentException("insert-field-action: field is not set: it names the field to add");
        }
        node = switch (type) {
            case "number" -> number();
            case "boolean" -> flag();
            case "string" -> TextNode.valueOf(value);
            default -> throw new IllegalArgumentException("insert-field-action: type is " + type
                + ": it must be string, number or boolean");
        };
    }

    private JsonNode number() {
        try {
            return DecimalNode.valueOf(new BigDecimal(value.trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("insert-field-action: value is \"" + value + "\", which is not a number", e);
        }
    }

    private JsonNode flag() {
        if (!value.matches("true|false")) {
            throw new IllegalArgumentException("insert-field-action: value is \"" + value + "\": it must be true or false");
        }
        return BooleanNode.valueOf(value.equals("true"));
    }

    /** Sets the name or path of the field, as in {@link JsonFieldRef}. */
    public void setField(String field) {
        this.field = field;
    }

    /** Sets the value of the field. */
    public void setValue(String value) {
        this.value = value;
    }

    /** Sets the type of the value: {@code string}, {@code number} or {@code boolean}. */
    public void setType(String type) {
        this.type = type;
    }
}
