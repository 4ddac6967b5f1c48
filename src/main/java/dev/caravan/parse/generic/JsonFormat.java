package dev.caravan.parse.generic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.parse.core.Fields;
import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RefusedLineException;
import java.io.IOException;

/**
 * A format of one JSON object a line, which passes unchanged. With {@code timeField} it must have that field, at its top
 * level, with a time as {@code timePattern} says; it is not rewritten.
 *
 * <pre>
 * - beans:
 *     - name: myjson
 *       type: "#class:dev.caravan.parse.generic.JsonFormat"
 *       properties: { timeField: ts, timePattern: unix }
 * </pre>
 */
public final class JsonFormat extends ConfiguredFormat {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    protected LineParser make(Fields fields) {
        JsonLine lines = new JsonLine();
        if (fields.timeField().isEmpty()) {
            return lines;
        }
        return (line, record) -> {
            boolean isRecord = lines.parse(line, record);
            if (isRecord) {
                fields.checkTime(time(line, fields.timeField()), line.origin().time());
            }
            return isRecord;
        };
    }

    private static String time(Line line, String field) throws RefusedLineException {
        try (JsonParser json = JSON.createParser(line.bytes(), line.start(), line.length())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = json.currentName().equals(field);
                if (json.nextToken().isScalarValue() && found) {
                    return json.getText();
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            throw new RefusedLineException("not valid JSON");
        }
        throw new RefusedLineException("no time in the field " + field);
    }
}
