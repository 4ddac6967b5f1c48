package dev.caravan.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.caravan.deliver.StoredObject;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;

/**
 * A snapshot as JSON for programs: one object. Times are RFC 3339 in UTC, null for never; sizes are in bytes, durations in seconds. Later
 * versions may add fields, but remove none.
 */
final class SnapshotJson {

    private SnapshotJson() {
    }

    /** Returns the object, indented, with a newline at its end. */
    static String text(Snapshot snapshot) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            write(snapshot, json);
        }
        return text.append('\n').toString();
    }

    private static void write(Snapshot snapshot, JsonGenerator json) throws IOException {
        json.writeStartObject();
        time(json, "time", snapshot.time());
        json.writeStringField("version", snapshot.version());
        json.writeNumberField("pid", snapshot.pid());
        time(json, "started", snapshot.startedAt());
        json.writeStringField("destination", snapshot.destination());
        json.writeStringField("state_directory", snapshot.state());
        json.writeBooleanField("ready", snapshot.problems().isEmpty());
        json.writeArrayFieldStart("problems");
        for (String problem : snapshot.problems()) {
            json.writeString(problem);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sources");
        for (SourceSnapshot source : snapshot.sources()) {
            source(json, source);
        }
        json.writeEndArray();
        OutboxSnapshot outbox = snapshot.outbox();
        json.writeObjectFieldStart("outbox");
        json.writeNumberField("objects", outbox.objects());
        json.writeNumberField("bytes", outbox.bytes());
        json.writeNumberField("limit_bytes", outbox.limitBytes());
        json.writeBooleanField("full", outbox.full());
        time(json, "oldest", outbox.oldest());
        json.writeEndObject();
        delivery(json, snapshot.delivery());
        json.writeEndObject();
    }

    private static void delivery(JsonGenerator json, DeliverySnapshot delivery) throws IOException {
        json.writeObjectFieldStart("delivery");
        json.writeBooleanField("ok", delivery.problem() == null);
        json.writeStringField("problem", delivery.problem());
        time(json, "failing_since", delivery.failingSince());
        json.writeNumberField("next_try_seconds", delivery.untilNextTry() / 1000.0);
        json.writeStringField("note", delivery.note());
        json.writeNumberField("attempts_stored", delivery.stored());
        json.writeNumberField("attempts_failed", delivery.failed());
        json.writeArrayFieldStart("recent");
        for (StoredObject object : delivery.recent()) {
            json.writeStartObject();
            json.writeStringField("key", object.key());
            json.writeNumberField("bytes", object.size());
            time(json, "time", object.time());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void source(JsonGenerator json, SourceSnapshot source) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", source.name());
        json.writeStringField("state", source.state().word());
        json.writeStringField("reason", source.reason());
        json.writeStringField("following", source.following());
        json.writeNumberField("behind_bytes", source.behindBytes());
        time(json, "behind_since", source.behindSince());
        json.writeNumberField("lines_per_second", round(source.linesPerSecond()));
        json.writeNumberField("bytes_per_second", round(source.bytesPerSecond()));
        json.writeNumberField("lines", source.lines());
        json.writeNumberField("bytes", source.bytes());
        json.writeNumberField("unparsed_lines", source.unparsed());
        json.writeNumberField("lost_bytes", source.lostBytes());
        json.writeNumberField("rotations", source.rotations());
        json.writeNumberField("open_batch_bytes", source.openBatchBytes());
        json.writeNumberField("waiting_objects", source.waitingObjects());
        time(json, "oldest_undelivered", source.oldestUndelivered());
        time(json, "last_line", source.lastLine());
        json.writeNumberField("objects", source.objects());
        json.writeNumberField("object_bytes", source.objectBytes());
        time(json, "last_delivery", source.lastDelivery());
        json.writeStringField("last_key", source.lastKey());
        json.writeObjectFieldStart("problems");
        for (Map.Entry<String, Integer> problem : source.problems().entrySet()) {
            json.writeNumberField(problem.getKey(), problem.getValue());
        }
        json.writeEndObject();
        if (!source.files().isEmpty()) {
            json.writeArrayFieldStart("files");
            for (FileSnapshot file : source.files()) {
                json.writeStartObject();
                json.writeStringField("path", file.path());
                json.writeNumberField("offset", file.offset());
                json.writeNumberField("size", file.size());
                json.writeBooleanField("rotated", file.rotated());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static void time(JsonGenerator json, String name, long millis) throws IOException {
        if (millis == 0) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, Instant.ofEpochMilli(millis).toString());
        }
    }
}
