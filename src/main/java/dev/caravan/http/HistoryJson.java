package dev.caravan.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;

/** The last hour as JSON, for the script of the page: times in seconds since 1970, lines a second, bytes. */
final class HistoryJson {

    private HistoryJson() {
    }

    /** The answer. */
    static Response of(History.Hour hour) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeFieldName("times");
            json.writeArray(hour.times(), 0, hour.times().length);
            json.writeArrayFieldStart("sources");
            for (History.Line line : hour.sources()) {
                json.writeStartObject();
                json.writeStringField("name", line.name());
                numbers(json, "rate", line.rates());
                numbers(json, "behind", line.behind());
                json.writeEndObject();
            }
            json.writeEndArray();
            numbers(json, "outbox", hour.outbox());
            json.writeEndObject();
        }
        return Response.of(200, "application/json", text.toString());
    }

    private static void numbers(JsonGenerator json, String name, float[] values) throws IOException {
        json.writeArrayFieldStart(name);
        for (float value : values) {
            // Tenths are what the page shows; whole numbers are shorter.
            double tenths = Math.round(value * 10.0) / 10.0;
            if (tenths == Math.rint(tenths)) {
                json.writeNumber((long) tenths);
            } else {
                json.writeNumber(tenths);
            }
        }
        json.writeEndArray();
    }
}
