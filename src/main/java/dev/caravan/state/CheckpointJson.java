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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The format of a checkpoint: indented, because people read it, and without the values of a position that are 0, false or null. The
 * checksum covers the bytes of the inner object as they are in the file. So a program can ignore fields that it does not know, and a new
 * field needs no new version if an older program may ignore it.
 *
 * <p>Written and read without data binding, which would load 400 more classes at each start, for this file alone.
 */
final class CheckpointJson {

    private static final JsonFactory JSON = new JsonFactory();

    private CheckpointJson() {
    }

    /**
     * The content of a file.
     *
     * @param crc        the checksum in the file
     * @param right      the checksum of its content
     * @param version    version of the format
     * @param checkpoint null if there is none
     */
    record Content(long crc, long right, int version, @Nullable Checkpoint checkpoint) {
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    interface Reading {
        void field(String name, JsonParser json) throws IOException;
    }

    static byte[] write(Checkpoint checkpoint) throws IOException {
        byte[] inner = bytes(json -> write(checkpoint, checkpoint.version(), json));
        ByteArrayOutputStream out = new ByteArrayOutputStream(inner.length + 64);
        out.writeBytes(("{\n\"crc32c\" : " + crc(inner, 0, inner.length) + ",\n\"checkpoint\" : ")
            .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(inner);
        out.writeBytes("\n}\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static long crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }

    /**
     * Returns the checksum of version 1, which covers the object as the program that read it would write it. Fields that version 1 does not
     * have are 0, false or null, so they are not written.
     */
    private static long crcOfVersion1(Checkpoint checkpoint) throws IOException {
        byte[] again = bytes(json -> write(checkpoint, 1, json));
        return crc(again, 0, again.length);
    }

    private static byte[] bytes(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out).setPrettyPrinter(new DefaultPrettyPrinter())) {
            writing.to(json);
        }
        return out.toByteArray();
    }

    private static void write(Checkpoint c, int version, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", version);
        json.writeStringField("source", c.source());
        json.writeNumberField("created", c.created());
        json.writeNumberField("sequence", c.sequence());
        json.writeNumberField("nextId", c.nextId());
        parts("sealed", c.sealed(), json);
        if (!c.waiting().isEmpty()) {
            parts("waiting", c.waiting(), json);
        }
        json.writeArrayFieldStart("files");
        for (FileCheckpoint position : c.files()) {
            write(position, json);
        }
        json.writeEndArray();
        flag(json, "fresh", c.fresh());
        number(json, "looked", c.looked());
        text(json, "input", c.input());
        if (!c.directories().isEmpty()) {
            json.writeArrayFieldStart("directories");
            for (String directory : c.directories()) {
                json.writeString(directory);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void parts(String name, List<Checkpoint.Part> parts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (Checkpoint.Part part : parts) {
            json.writeStartObject();
            json.writeStringField("file", part.file());
            json.writeStringField("key", part.key());
            text(json, "destination", part.destination());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(FileCheckpoint p, JsonGenerator json) throws IOException {
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
        flag(json, "rotated", p.state().isRotated());
        text(json, "parserState", p.parserState());
        number(json, "goneSince", p.goneSince());
        text(json, "log", p.log());
        flag(json, "done", p.isDone());
        flag(json, "skipped", p.state() == FileState.SKIPPED);
        text(json, "realPath", p.realPath());
        number(json, "size", p.size());
        text(json, "place", p.place());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void flag(JsonGenerator json, String name, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(name, true);
        }
    }

    /** @throws JsonProcessingException the text is not JSON, or has another kind of value where a number, a text or an object is needed */
    static Content read(byte[] bytes) throws IOException {
        try (JsonParser json = JSON.createParser(bytes)) {
            CheckpointFields outer = new CheckpointFields();
            @Nullable
            Inner[] inner = {null};
            json.nextToken();
            object(json, (name, in) -> {
                if (name.equals("checkpoint") && in.currentToken() != JsonToken.VALUE_NULL) {
                    inner[0] = inner(bytes, in);
                } else {
                    outer.field(name, in);
                }
            });
            long crc = outer.number("crc32c");
            return inner[0] == null ? new Content(crc, 0, 0, null)
                : new Content(crc, inner[0].right, inner[0].version, inner[0].checkpoint);
        }
    }

    /** The inner object, null if a required field is missing; and the checksum that it should have. */
    private record Inner(long right, int version, @Nullable Checkpoint checkpoint) {
    }

    private static Inner inner(byte[] bytes, JsonParser json) throws IOException {
        CheckpointFields f = new CheckpointFields();
        Map<String, List<Checkpoint.Part>> parts = new HashMap<>();
        List<List<FileCheckpoint>> files = new ArrayList<>();
        int from = (int) json.currentTokenLocation().getByteOffset();
        List<String> directories = new ArrayList<>();
        object(json, (name, in) -> {
            if (f.number("version") > Checkpoint.VERSION) {
                // Whatever a newer program means by the following fields, the file is not damaged.
                in.skipChildren();
                return;
            }
            switch (name) {
                case "sealed", "waiting" -> parts.put(name, list(in, CheckpointJson::part));
                case "directories" -> directories.addAll(list(in, JsonParser::getText));
                case "files" -> files.add(list(in, CheckpointJson::position));
                default -> f.field(name, in);
            }
        });
        int to = (int) json.currentTokenLocation().getByteOffset() + 1;
        int version = (int) f.number("version");
        String source = f.text("source");
        List<Checkpoint.Part> sealed = parts.get("sealed");
        if (source == null || sealed == null || files.isEmpty()) {
            return new Inner(-1, version, null);
        }
        Checkpoint checkpoint = new Checkpoint(source, f.number("created"), f.number("sequence"),
            f.number("nextId"), sealed, parts.getOrDefault("waiting", List.of()), files.get(0), f.flag("fresh"),
            f.number("looked"), directories, f.text("input"));
        if (from < 0) {
            // A damaged head can look like another encoding, in which offsets in the file are not known.
            return new Inner(-1, version, checkpoint);
        }
        return new Inner(version > 1 ? crc(bytes, from, to) : crcOfVersion1(checkpoint), version, checkpoint);
    }

    private static Checkpoint.Part part(JsonParser json) throws IOException {
        CheckpointFields f = new CheckpointFields();
        object(json, f);
        return new Checkpoint.Part(f.text(json, "file"), f.text(json, "key"), f.text("destination"));
    }

    private static FileCheckpoint position(JsonParser json) throws IOException {
        CheckpointFields f = new CheckpointFields();
        object(json, f);
        FileState state = FileState.of(f.flag("rotated"), f.flag("done"), f.flag("skipped"), f.number("goneSince") > 0);
        return new FileCheckpoint(f.number("id"), f.text(json, "path"), f.number("device"), f.number("inode"),
            (int) f.number("headLength"), f.text("headHash"), f.number("offset"), (int) f.number("beforeLength"),
            f.text("beforeHash"), f.flag("midLine"), state, f.text("parserState"), f.number("goneSince"),
            f.text("log"), f.text("realPath"), f.number("size"), f.text("place"));
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
                : "there is " + json.currentToken() + " instead of " + token);
        }
    }
}
