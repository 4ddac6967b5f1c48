package dev.caravan.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Camel's health checks, in the form that Camel itself gives them over HTTP: a status, and a list of checks. */
final class HealthJson {

    /** Those that are UP, too. */
    private static final String FULL = "full";

    private final CamelContext context;

    HealthJson(CamelContext context) {
        this.context = context;
    }

    /**
     * The answer: 200 if all is UP, else 503.
     *
     * @param live    liveness is asked for, else readiness
     * @param reasons whether the checks are to be told, with names of files and reasons
     */
    Response of(boolean live, boolean reasons) throws IOException {
        Collection<HealthCheck.Result> results = live ? HealthCheckHelper.invokeLiveness(context, FULL)
            : HealthCheckHelper.invokeReadiness(context, FULL);
        boolean up = results.stream().noneMatch(result -> result.getState() == HealthCheck.State.DOWN);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("status", up ? "UP" : "DOWN");
            if (reasons) {
                json.writeArrayFieldStart("checks");
                for (HealthCheck.Result result : results) {
                    check(json, result);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return Response.of(up ? 200 : 503, "application/json", text.append('\n').toString());
    }

    private static void check(JsonGenerator json, HealthCheck.Result result) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", result.getCheck().getId());
        json.writeStringField("status", result.getState().name());
        if (result.getMessage().isPresent()) {
            json.writeStringField("message", result.getMessage().get());
        }
        json.writeObjectFieldStart("data");
        for (Map.Entry<String, Object> detail : result.getDetails().entrySet()) {
            json.writeStringField(detail.getKey(), String.valueOf(detail.getValue()));
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
