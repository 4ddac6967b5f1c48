package dev.caravan.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.parse.BoundedText;
import dev.caravan.parse.RefusedLine;
import java.util.List;
import java.util.regex.Pattern;

/** Replaces the values of fields, or what a pattern finds in them: the Kamelet {@code mask-field-action}. */
public final class MaskField extends LineAction {

    private List<String> fields = List.of();
    private String replacement = "***";
    private Pattern pattern;

    @Override
    protected void edit(TextLine line, Edited out) throws RefusedLine {
        ObjectNode record = line.record();
        for (String field : fields) {
            JsonNode value = record.get(field);
            if (value != null && pattern == null) {
                record.put(field, replacement);
            } else if (value != null) {
                String text = value.isValueNode() ? value.asText() : value.toString();
                String masked = BoundedText.replace(pattern, text, replacement);
                if (!masked.equals(text)) {
                    record.put(field, masked);
                }
            }
        }
        out.keep(TextLine.write(record));
    }

    /** The fields, separated by commas. */
    public void setFields(String fields) {
        this.fields = List.of(fields.trim().split("\\s*,\\s*"));
    }

    /** What stands in the place of what is masked. */
    public void setReplacement(String replacement) {
        this.replacement = replacement;
    }

    /** Mask what this regular expression finds in the values; empty to mask them whole. */
    public void setPattern(String pattern) {
        this.pattern = pattern.isEmpty() ? null : Pattern.compile(pattern);
    }
}
