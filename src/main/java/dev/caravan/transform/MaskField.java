package dev.caravan.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.pipeline.BoundedText;
import dev.caravan.pipeline.TooManyStepsException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Kamelet {@code mask-field-action}: replaces the values of fields, or the matches of a pattern in them. */
public final class MaskField extends LineAction {

    private List<String> fields = List.of();
    private String replacement = "***";
    private @Nullable Pattern pattern;

    @Override
    protected void edit(TextLine line, Edited out) throws RefusedLineException {
        ObjectNode record = line.record();
        for (String field : fields) {
            JsonFieldRef place = JsonFieldRef.find(record, field);
            if (place != null) {
                place.object().set(place.name(), masked(place.value()));
            }
        }
        out.keep(TextLine.write(record));
    }

    /** Masks a value. Lists and objects keep their structure, and their elements are masked. */
    private JsonNode masked(JsonNode value) throws RefusedLineException {
        if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, masked(list.get(i)));
            }
            return list;
        }
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(masked(field.getValue()));
            }
            return object;
        }
        if (pattern == null) {
            return value.isNull() ? value : TextNode.valueOf(replacement);
        }
        try {
            String masked = BoundedText.replace(pattern, value.asText(), replacement);
            return masked.equals(value.asText()) ? value : TextNode.valueOf(masked);
        } catch (TooManyStepsException e) {
            throw new RefusedLineException(e.getMessage());
        }
    }

    /** Sets the names or paths of the fields, separated by commas. */
    public void setFields(String fields) {
        this.fields = List.of(fields.trim().split("\\s*,\\s*"));
    }

    /** Sets the text that replaces masked text. */
    public void setReplacement(String replacement) {
        this.replacement = replacement;
    }

    /** Sets the regular expression whose matches are masked; empty to mask whole values. */
    public void setPattern(String pattern) {
        this.pattern = pattern.isEmpty() ? null : LineMatch.compile("pattern", pattern);
    }
}
