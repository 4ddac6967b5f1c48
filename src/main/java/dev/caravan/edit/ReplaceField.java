package dev.caravan.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.parse.RefusedLine;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Renames fields and leaves fields out: the Kamelet {@code replace-field-action}. The order of fields stays. */
public final class ReplaceField extends LineAction {

    private final Map<String, String> renames = new LinkedHashMap<>();
    private Set<String> disabled = Set.of();

    @Override
    protected void edit(TextLine line, Edited out) throws RefusedLine {
        ObjectNode record = line.record();
        ObjectNode edited = record.objectNode();
        for (Iterator<Map.Entry<String, JsonNode>> fields = record.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!disabled.contains(field.getKey())) {
                String name = renames.getOrDefault(field.getKey(), field.getKey());
                if (!name.equals(field.getKey()) && record.has(name) && !disabled.contains(name)
                    && !renames.containsKey(name) || edited.has(name)) {
                    throw new RefusedLine("a field cannot be renamed to " + name + ": the record has that already");
                }
                edited.set(name, field.getValue());
            }
        }
        out.keep(TextLine.write(edited));
    }

    /** Old and new names: {@code src_ip:sourceAddress, user:actor}. */
    public void setRenames(String renames) {
        for (String pair : renames.split(",")) {
            String[] both = pair.trim().split("\\s*:\\s*");
            if (!pair.isBlank()) {
                if (both.length != 2) {
                    throw new IllegalArgumentException("replace-field-action: \"" + pair.trim()
                        + "\" in renames is not of the form old:new");
                }
                this.renames.put(both[0], both[1]);
            }
        }
    }

    /** Fields to leave out, separated by commas. */
    public void setDisabled(String disabled) {
        this.disabled = Set.of(disabled.isBlank() ? new String[0] : disabled.trim().split("\\s*,\\s*"));
    }
}
