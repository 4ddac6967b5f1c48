package dev.caravan.parse;

import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.UnparsedWriter;
import dev.caravan.schema.RecordType;
import dev.caravan.schema.Schema;
import dev.caravan.schema.SchemaYaml;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The schemas of the records that Caravan writes, one a kind of record, from what the parsers declare. */
public final class Schemas {

    private static @Nullable Map<String, RecordType> types;

    private Schemas() {
    }

    private static synchronized Map<String, RecordType> types() {
        if (types == null) {
            Map<String, RecordType> all = new TreeMap<>();
            Parsers parsers = new Parsers(ZoneOffset.UTC);
            for (String name : parsers.names()) {
                LineParser parser = Objects.requireNonNull(parsers.get(name), name);
                add(parser.records(), all);
            }
            add(UnparsedWriter.type(), all);
            types = all;
        }
        return types;
    }

    private static void add(RecordType type, Map<String, RecordType> all) {
        if (type.hasOwnSchema()) {
            RecordType other = all.putIfAbsent(type.name(), type);
            if (other != null && !Objects.equals(other.schema(), type.schema())) {
                throw new UnusableParsersException("two parsers declare different records of the name " + type.name()
                    + ": give one of them another name");
            }
        }
    }

    /** The names, sorted. */
    public static List<String> names() {
        return List.copyOf(types().keySet());
    }

    /** All schemas, sorted by {@link #names()}. */
    public static List<Schema> all() {
        List<Schema> all = new ArrayList<>();
        names().forEach(name -> all.add(load(name)));
        return all;
    }

    /**
     * The YAML text of a schema, as it is uploaded to Panther.
     *
     * @throws IllegalArgumentException there is none of that name; the message lists the names
     */
    public static String text(String name) {
        return SchemaYaml.print(load(name));
    }

    /**
     * A schema.
     *
     * @throws IllegalArgumentException there is none of that name; the message lists the names
     */
    public static Schema load(String name) {
        RecordType type = types().get(name);
        if (type == null || type.schema() == null) {
            throw new IllegalArgumentException("no schema '" + name + "'; there are " + String.join(", ", names()));
        }
        return type.schema();
    }
}
