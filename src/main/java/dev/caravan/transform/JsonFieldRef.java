package dev.caravan.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The place of a field in a record: in the record itself, or in an object within it, for a path of names with dots ({@code request.remote_ip}). A
 * field whose name has dots, such as Zeek's {@code id.orig_h}, takes precedence over a path. Paths do not lead into lists.
 *
 * @param object the object that has the field, or would have it
 * @param name   name of the field in the object
 */
record JsonFieldRef(ObjectNode object, String name) {

    /** Returns the place of a field, or null if there is no such field. */
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
     * Returns the place of a field, or the place for a new one: in the object to which the path leads, or, if there is no such object, in the
     * record itself under the whole name.
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

    /** Returns the value of the field; a missing node if there is none. */
    JsonNode value() {
        return object.path(name);
    }

    /** Reports whether both are the same place: in the identical object, not in an equal one. */
    boolean isSame(JsonFieldRef other) {
        return isIn(other.object) && name.equals(other.name);
    }

    /** Reports whether the place is in the identical object, not in an equal one. */
    @SuppressWarnings("ReferenceEquality") // Two objects with the same fields are two places.
    boolean isIn(JsonNode other) {
        return object == other;
    }
}
