package dev.caravan.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.parse.core.RefusedLineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Kamelet {@code replace-field-action}: renames, moves or removes fields. A renamed field keeps its position among the others; a field that
 * moves to another object becomes the last one there.
 */
public final class ReplaceField extends LineAction {

    private final Map<String, String> renames = new LinkedHashMap<>();
    private Set<String> disabled = Set.of();

    /** A change of an existing field; {@code to} is null if the field is removed. */
    private record Change(JsonFieldRef from, JsonNode value, @Nullable JsonFieldRef to) {
    }

    @Override
    protected void edit(TextLine line, Edited out) throws RefusedLineException {
        ObjectNode record = line.record();
        List<Change> changes = changes(record);
        Set<ObjectNode> objects = Collections.newSetFromMap(new IdentityHashMap<>());
        changes.forEach(change -> objects.add(change.from().object()));
        for (ObjectNode object : objects) {
            rewrite(object, changes);
        }
        for (Change change : changes) {
            JsonFieldRef to = change.to();
            if (to != null && !to.isIn(change.from().object())) {
                if (to.object().has(to.name())) {
                    throw taken(to.name());
                }
                to.object().set(to.name(), change.value());
            }
        }
        out.keep(TextLine.write(record));
    }

    private List<Change> changes(ObjectNode record) throws RefusedLineException {
        List<Change> changes = new ArrayList<>();
        for (String field : disabled) {
            JsonFieldRef from = JsonFieldRef.find(record, field);
            if (from != null) {
                changes.add(new Change(from, from.value(), null));
            }
        }
        for (Map.Entry<String, String> rename : renames.entrySet()) {
            JsonFieldRef from = JsonFieldRef.find(record, rename.getKey());
            if (from != null && changes.stream().noneMatch(change -> change.from().isSame(from))) {
                JsonFieldRef to = JsonFieldRef.of(record, rename.getValue());
                if (isWithin(to, from.value())) {
                    throw new RefusedLineException("a field cannot be moved into itself: " + rename.getKey());
                }
                changes.add(new Change(from, from.value(), to));
            }
        }
        return changes;
    }

    private static boolean isWithin(JsonFieldRef place, JsonNode value) {
        if (place.isIn(value)) {
            return true;
        }
        for (JsonNode inner : value) {
            if (isWithin(place, inner)) {
                return true;
            }
        }
        return false;
    }

    /** Rewrites an object without its removed and moved fields, and with renamed fields in their old positions. */
    private static void rewrite(ObjectNode object, List<Change> changes) throws RefusedLineException {
        Map<String, JsonNode> edited = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonFieldRef here = new JsonFieldRef(object, field.getKey());
            Change change = changes.stream().filter(c -> c.from().isSame(here)).findFirst().orElse(null);
            String name = change == null ? field.getKey()
                : change.to() != null && change.to().isIn(object) ? change.to().name() : null;
            if (name != null && edited.putIfAbsent(name, field.getValue()) != null) {
                throw taken(name);
            }
        }
        object.removeAll();
        object.setAll(edited);
    }

    private static RefusedLineException taken(String name) {
        return new RefusedLineException("a field cannot be renamed to " + name + ": the record already has a field of that name");
    }

    /** Sets old and new names: {@code src_ip:sourceAddress, user:actor}. */
    public void setRenames(String renames) {
        for (String pair : renames.split(",", -1)) {
            String[] both = pair.trim().split("\\s*:\\s*", -1);
            if (!pair.isBlank()) {
                if (both.length != 2 || both[0].isEmpty() || both[1].isEmpty()) {
                    throw new IllegalArgumentException("replace-field-action: \"" + pair.trim()
                        + "\" in renames is not of the form old:new");
                }
                this.renames.put(both[0], both[1]);
            }
        }
    }

    /** Sets the fields to remove, separated by commas. */
    public void setDisabled(String disabled) {
        this.disabled = Set.of(disabled.isBlank() ? new String[0] : disabled.trim().split("\\s*,\\s*"));
    }
}
