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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code destination} in the state directory: where the first object was stored, and facts learned about that store. It
 * distinguishes the state of one bucket from that of another, or of the embedded server.
 *
 * <p>One JSON object: {@code version} 1, {@code bucket}, {@code endpoint} (only if it is not Amazon's), and any number of facts, whose
 * values are texts. Facts that a program does not know are kept. Thread-safe.
 */
public final class DestinationFile {

    private static final Logger LOG = LoggerFactory.getLogger(DestinationFile.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int VERSION = 1;
    private static final String BUCKET = "bucket";
    private static final String ENDPOINT = "endpoint";

    private final Path root;
    private final Path file;
    private @Nullable Destination stored;
    private Map<String, String> facts;
    private @Nullable Destination current;

    private DestinationFile(Path root, Path file, Map<String, String> content) {
        this.root = root;
        this.file = file;
        this.facts = content;
        String bucket = content.remove(BUCKET);
        String endpoint = content.remove(ENDPOINT);
        this.stored = bucket == null ? null : new Destination(bucket, endpoint);
    }

    /**
     * Reads the file of a state directory, if there is one. A damaged file is kept aside; the next stored object creates a new one.
     *
     * @throws IOException the file cannot be read, or is of a newer version
     */
    public static DestinationFile read(Path root) throws IOException {
        Path file = root.resolve("destination");
        Map<String, String> content = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                content = parse(file, Files.readAllBytes(file));
            } catch (JsonProcessingException e) {
                LOG.warn("{} is damaged ({}): it is not known where objects went before. It is kept as {}", file,
                    e.getOriginalMessage(), Damaged.move(root, file));
                content = new TreeMap<>();
            }
        }
        return new DestinationFile(root, file, content);
    }

    private static Map<String, String> parse(Path file, byte[] bytes) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(json, "it is not a JSON object");
            }
            int version = 0;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == null) {
                    throw new JsonParseException(json, "it ends too early");
                }
                if (name.equals("version")) {
                    version = json.getIntValue();
                } else if (value == JsonToken.VALUE_STRING) {
                    content.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            if (version > VERSION) {
                throw new IOException(file + " is of version " + version + ", this program knows up to " + VERSION
                    + ": run the newer program again, or set caravan.state-dir to another directory");
            }
            if (version < 1 || content.getOrDefault(BUCKET, "").isEmpty()) {
                throw new JsonParseException(json, "it names no bucket");
            }
        }
        return content;
    }

    /** Returns where this state's objects are; null if none was stored yet. */
    public synchronized @Nullable Destination stored() {
        return stored;
    }

    /** Sets where objects go from now on. Writes nothing until an object is stored there. */
    public synchronized void use(Destination destination) {
        current = destination;
    }

    /** Returns where objects go now; null if nothing is delivered. */
    public synchronized @Nullable Destination current() {
        return current;
    }

    /**
     * Notes that an object was stored: from now on its destination is that of the state. Only the first call has a cost.
     *
     * @throws IOException the file cannot be written; the caller must call again before the object counts as delivered
     */
    public synchronized void objectIsStored() throws IOException {
        if (current != null && !current.equals(stored)) {
            write(current, new TreeMap<>());
            FailPoint.DESTINATION_KNOWN.reached();
        }
    }

    /** Returns a fact about the store to which objects go now; null if it is not known. */
    public synchronized @Nullable String fact(String name) {
        return current == null || !current.equals(stored) ? null : facts.get(name);
    }

    /**
     * Remembers a fact about the store to which objects go now. It survives restarts, until another store takes its place. Must follow
     * {@link #objectIsStored()}.
     *
     * @param value null to forget the fact
     * @throws IOException the fact is not remembered
     */
    public synchronized void remember(String name, @Nullable String value) throws IOException {
        if (current == null || !current.equals(stored)) {
            throw new IllegalStateException("no object is stored there yet");
        }
        Map<String, String> more = new TreeMap<>(facts);
        if (value == null ? more.remove(name) != null : !value.equals(more.put(name, value))) {
            write(current, more);
        }
    }

    private void write(Destination destination, Map<String, String> known) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField(BUCKET, destination.bucket());
            if (destination.endpoint() != null) {
                json.writeStringField(ENDPOINT, destination.endpoint());
            }
            for (Map.Entry<String, String> fact : known.entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
        }
        out.write('\n');
        try {
            Durable.replace(file, out.toByteArray());
        } catch (IOException e) {
            throw new UnwritableException(root, e);
        }
        stored = destination;
        facts = known;
    }
}
