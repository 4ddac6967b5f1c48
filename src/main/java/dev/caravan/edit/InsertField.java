package dev.caravan.edit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.parse.RefusedLine;
import java.math.BigDecimal;

/** Adds a field to each record, or replaces the one of that name: the Kamelet {@code insert-field-action}. */
public final class InsertField extends LineAction {

    private String field;
    private String value = "";
    private String type = "string";

    @Override
    protected void edit(TextLine line, Edited out) throws RefusedLine {
        ObjectNode record = line.record();
        switch (type) {
            case "number" -> record.put(field, new BigDecimal(value));
            case "boolean" -> record.put(field, Boolean.parseBoolean(value));
            default -> record.put(field, value);
        }
        out.keep(TextLine.write(record));
    }

    /** Name of the field. */
    public void setField(String field) {
        this.field = field;
    }

    /** Its value. */
    public void setValue(String value) {
        this.value = value;
    }

    /** {@code string}, {@code number} or {@code boolean}. */
    public void setType(String type) {
        if (!type.matches("string|number|boolean")) {
            throw new IllegalArgumentException("insert-field-action: type is " + type
                + ": it must be string, number or boolean");
        }
        this.type = type;
    }
}
