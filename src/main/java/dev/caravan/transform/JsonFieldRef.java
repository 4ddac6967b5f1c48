package dev.caravan.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Where a field is in a record: in the record itself, or in an object within it, to which names with dots between lead
 * ({@code request.remote_ip}). A name that has dots itself, such as Zeek's {@code id.orig_h}, comes before a way. Ways do
 * not lead into lists.
 *
 * @param object the object that has the field, or would have it
 * @param name   the field's name there
 */
record JsonFieldRef(ObjectNode object, String name) {

    /** Where the field is, or null. */
    static @Nullable JsonFieldRef find(ObjectNode object, String field) {
        if (object.has(field)) {
            return new JsonFieldRef(object, field);
        }
        for (int dot = field.indexOf('.'); dot > 0; dot = field.indexOf('.', dot + 1)) {
            if (object.get(field.substring(0, dot)) instanceof ObjectNode inner) {
                JsonFieldRef place = find(inner, field.substring(dot + 1));
                if (place != null) {
                    return place;
                }
            }
        }
        return null;
    }

    /**
     * Where the field is, or else where a new one belongs: in the object to which the names before it lead, or, where there
     * is none, in the record itself under the whole name.
     */
    static JsonFieldRef of(ObjectNode record, String field) {
        JsonFieldRef found = find(record, field);
        return found != null ? found : within(record, field);
    }

    private static JsonFieldRef within(ObjectNode object, String field) {
        for (int dot = field.indexOf('.'); dot > 0 && dot < field.length() - 1; dot = field.indexOf('.', dot + 1)) {
            if (object.get(field.substring(0, dot)) instanceof ObjectNode inner) {
                return within(inner, field.substring(dot + 1));
            }
        }
        return new JsonFieldRef(object, field);
    }

    /** The field's value; a missing node where there is none. */
    JsonNode value() {
        return object.path(name);
    }

    /** Whether it is the same place: in the same object, not one that looks like it. */
    boolean isSame(JsonFieldRef other) {
        return isIn(other.object) && name.equals(other.name);
    }

    /** Whether it is in this very object, not in one that looks like it. */
    @SuppressWarnings("ReferenceEquality") // Two objects with the same fields are two places.
    boolean isIn(JsonNode other) {
        return object == other;
    }
}
