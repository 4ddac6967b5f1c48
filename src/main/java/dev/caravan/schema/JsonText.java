package dev.caravan.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object into maps, lists, strings, booleans, {@link JsonNumber}s and nulls. Jackson's own tree is not
 * used, because it forgets how a number was written. Of a key that is there twice the last value counts.
 */
public final class JsonText {

    private static final JsonFactory JSON = JsonFactory.builder()
        // Limits meant for untrusted requests; a log line may be longer, and its length is bounded elsewhere.
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxStringLength(Integer.MAX_VALUE).maxNumberLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE)
            .build())
        .build();

    private JsonText() {
    }

    /**
     * The object that the text is.
     *
     * @throws IllegalArgumentException the text is not one JSON object; the message says why
     */
    public static Map<String, Object> object(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object: it begins with " + kind(first));
            }
            Map<String, Object> object = readObject(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("more than one JSON value on the line; write one object a line");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON object: " + e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "")
                + (e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")"), e);
        } catch (IOException e) {
            throw new IllegalStateException("cannot happen: the text is in memory", e);
        }
    }

    private static Map<String, Object> readObject(JsonParser json) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            object.put(name, readValue(json));
        }
        return object;
    }

    private static @Nullable Object readValue(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> readObject(json);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(readValue(json));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(json.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.getText();
        };
    }

    private static String kind(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        if (token == JsonToken.START_ARRAY) {
            return "an array";
        }
        if (token == JsonToken.VALUE_NULL) {
            return "null";
        }
        return token.isNumeric() ? "a number" : token.isBoolean() ? "a boolean" : "a string";
    }
}
