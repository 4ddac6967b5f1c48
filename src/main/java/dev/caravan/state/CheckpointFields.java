package dev.caravan.state;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plain values of one object of a checkpoint: integers, texts and flags; others are left out. Not thread-safe. */
final class CheckpointFields implements CheckpointJson.Reading {

    private final Map<String, Object> values = new HashMap<>();

    @Override
    public void field(String name, JsonParser json) throws IOException {
        switch (json.currentToken()) {
            case VALUE_NUMBER_INT -> {
                // A field of a newer program may hold any number.
                if (json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                    values.put(name, json.getLongValue());
                }
            }
            case VALUE_STRING -> values.put(name, json.getText());
            case VALUE_TRUE -> values.put(name, true);
            default -> json.skipChildren();
        }
    }

    long number(String name) {
        return values.get(name) instanceof Long value ? value : 0;
    }

    @Nullable
    String text(String name) {
        return values.get(name) instanceof String value ? value : null;
    }

    String text(JsonParser json, String name) throws IOException {
        String text = text(name);
        if (text == null) {
            throw new JsonParseException(json, "the field " + name + " is missing");
        }
        return text;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }
}
