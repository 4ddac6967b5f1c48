package dev.caravan.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * How a checkpoint is written: indented, for people look at it, and without what is 0, false or null in a position. The
 * checksum is that of the inner object written by itself, so fields that a later program adds need a new version.
 *
 * <p>Written and read by hand, not by data binding: that would be 400 classes more in each start, for this alone.
 */
final class CheckpointJson {

    private static final JsonFactory JSON = new JsonFactory();

    private CheckpointJson() {
    }

    /**
     * What a file has.
     *
     * @param crc        the checksum in it
     * @param checkpoint null when there is none
     */
    record Content(long crc, Checkpoint checkpoint) {
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private interface Reading {
        void field(String name, JsonParser json) throws IOException;
    }

    static byte[] write(Checkpoint checkpoint) throws IOException {
        long crc = crc(checkpoint);
        return bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("crc32c", crc);
            json.writeFieldName("checkpoint");
            write(checkpoint, json);
            json.writeEndObject();
        });
    }

    /** The checksum that belongs into the file. */
    static long crc(Checkpoint checkpoint) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(bytes(json -> write(checkpoint, json)));
        return crc.getValue();
    }

    private static byte[] bytes(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out).setPrettyPrinter(new DefaultPrettyPrinter())) {
            writing.to(json);
        }
        return out.toByteArray();
    }

    private static void write(Checkpoint c, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", c.version());
        json.writeStringField("source", c.source());
        json.writeNumberField("created", c.created());
        json.writeNumberField("sequence", c.sequence());
        json.writeNumberField("nextId", c.nextId());
        json.writeArrayFieldStart("sealed");
        for (Checkpoint.Part part : c.sealed()) {
            json.writeStartObject();
            json.writeStringField("file", part.file());
            json.writeStringField("key", part.key());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("files");
        for (Position position : c.files()) {
            write(position, json);
        }
        json.writeEndArray();
        flag(json, "fresh", c.fresh());
        number(json, "looked", c.looked());
        json.writeEndObject();
    }

    private static void write(Position p, JsonGenerator json) throws IOException {
        json.writeStartObject();
        number(json, "id", p.id());
        text(json, "path", p.path());
        number(json, "device", p.device());
        number(json, "inode", p.inode());
        number(json, "headLength", p.headLength());
        text(json, "headHash", p.headHash());
        number(json, "offset", p.offset());
        number(json, "beforeLength", p.beforeLength());
        text(json, "beforeHash", p.beforeHash());
        flag(json, "midLine", p.midLine());
        flag(json, "rotated", p.rotated());
        text(json, "parserState", p.parserState());
        number(json, "goneSince", p.goneSince());
        text(json, "log", p.log());
        flag(json, "done", p.done());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void flag(JsonGenerator json, String name, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(name, true);
        }
    }

    /** @throws JsonProcessingException it is no JSON, or has something else where a number, a text or an object should be */
    static Content read(byte[] bytes) throws IOException {
        try (JsonParser json = JSON.createParser(bytes)) {
            long[] crc = {0};
            Checkpoint[] checkpoint = {null};
            json.nextToken();
            object(json, (name, in) -> {
                switch (name) {
                    case "crc32c" -> crc[0] = in.getLongValue();
                    case "checkpoint" -> checkpoint[0] = in.currentToken() == JsonToken.VALUE_NULL ? null : checkpoint(in);
                    default -> in.skipChildren();
                }
            });
            return new Content(crc[0], checkpoint[0]);
        }
    }

    private static Checkpoint checkpoint(JsonParser json) throws IOException {
        Fields f = new Fields();
        List<List<Checkpoint.Part>> sealed = new ArrayList<>();
        List<List<Position>> files = new ArrayList<>();
        object(json, (name, in) -> {
            switch (name) {
                case "sealed" -> sealed.add(list(in, CheckpointJson::part));
                case "files" -> files.add(list(in, CheckpointJson::position));
                default -> f.field(name, in);
            }
        });
        return new Checkpoint((int) f.number("version"), f.text("source"), f.number("created"), f.number("sequence"),
            f.number("nextId"), sealed.isEmpty() ? null : sealed.get(0), files.isEmpty() ? null : files.get(0),
            f.flag("fresh"), f.number("looked"));
    }

    private static Checkpoint.Part part(JsonParser json) throws IOException {
        Fields f = new Fields();
        object(json, f);
        return new Checkpoint.Part(f.text("file"), f.text("key"));
    }

    private static Position position(JsonParser json) throws IOException {
        Fields f = new Fields();
        object(json, f);
        return new Position(f.number("id"), f.text("path"), f.number("device"), f.number("inode"),
            (int) f.number("headLength"), f.text("headHash"), f.number("offset"), (int) f.number("beforeLength"),
            f.text("beforeHash"), f.flag("midLine"), f.flag("rotated"), f.text("parserState"), f.number("goneSince"),
            f.text("log"), f.flag("done"));
    }

    private static void object(JsonParser json, Reading fields) throws IOException {
        expect(json, JsonToken.START_OBJECT);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            expect(json, JsonToken.FIELD_NAME);
            String name = json.currentName();
            json.nextToken();
            fields.field(name, json);
        }
    }

    private interface Element<T> {
        T read(JsonParser json) throws IOException;
    }

    private static <T> List<T> list(JsonParser json, Element<T> element) throws IOException {
        expect(json, JsonToken.START_ARRAY);
        List<T> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.read(json));
        }
        return list;
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        if (json.currentToken() != token) {
            throw new JsonParseException(json, json.currentToken() == null ? "it ends too early"
                : "there is " + json.currentToken() + " where " + token + " should be");
        }
    }

    /** The plain values of an object. */
    private static final class Fields implements Reading {

        private final Map<String, Object> values = new HashMap<>();

        @Override
        public void field(String name, JsonParser json) throws IOException {
            switch (json.currentToken()) {
                case VALUE_NUMBER_INT -> values.put(name, json.getLongValue());
                case VALUE_STRING -> values.put(name, json.getText());
                case VALUE_TRUE -> values.put(name, true);
                default -> json.skipChildren();
            }
        }

        private long number(String name) {
            return values.get(name) instanceof Long value ? value : 0;
        }

        private String text(String name) {
            return values.get(name) instanceof String value ? value : null;
        }

        private boolean flag(String name) {
            return Boolean.TRUE.equals(values.get(name));
        }
    }
}
