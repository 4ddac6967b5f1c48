package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.parse.Schemas;
import dev.caravan.testing.Generated;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/fields.md}, from the schemas. A name has one type and one meaning, but for those that are listed here: a type cannot
 * change in a SIEM later, so whoever adds a field decides that knowingly.
 */
class FieldsDocumentTest {

    /** The request line of web servers, by the name that Panther's Nginx.Access has for it; Caddy's JSON passes as Caddy writes it. */
    private static final Set<String> SEVERAL_TYPES = Set.of("request");

    /** Where the programs that log use one word for several things, or one of them has the name from a managed type of Panther. */
    private static final Set<String> SEVERAL_MEANINGS = Set.of("command", "message", "method", "msg", "name", "path", "protocol", "request", "size",
        "state", "type", "uid", "user");

    private record Use(String records, String type, String meaning) {

        /** Without examples, and without what is said behind a semicolon of these records alone. */
        String plain() {
            return meaning.replaceFirst("(;|, for example ).*", "");
        }
    }

    private static Map<String, List<Use>> fields() {
        Map<String, List<Use>> fields = new TreeMap<>();
        for (String records : Schemas.names()) {
            for (Field field : Schemas.load(records).fields()) {
                fields.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(new Use(records, type(field.value()),
                    field.description() == null ? "" : field.description()));
            }
        }
        return fields;
    }

    private static String type(Value value) {
        String name = value.type().name().toLowerCase(java.util.Locale.ROOT);
        return value.element() == null ? name : name + " of " + type(value.element());
    }

    private static Set<String> several(java.util.function.Function<Use, String> what) {
        return fields().entrySet().stream().filter(e -> e.getValue().stream().map(what).distinct().count() > 1).map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aNameHasOneType() {
        assertEquals(new TreeSet<>(SEVERAL_TYPES), several(Use::type));
    }

    @Test
    void aNameHasOneMeaning() {
        assertEquals(new TreeSet<>(SEVERAL_MEANINGS), several(Use::plain));
    }

    @Test
    void theDocument() throws Exception {
        StringBuilder text = new StringBuilder("""
            # Fields

            Every field of the records that Caravan writes, as its parsers declare them (`FieldsDocumentTest` writes this page).
            Records that pass unchanged, Zeek's for example, have the fields of their writer. The last column names the schemas:
            `caravan schema NAME` prints one. What follows a semicolon is true of these records alone.

            | field | type | meaning | records |
            |---|---|---|---|
            """);
        fields().forEach((name, uses) -> {
            Map<String, List<String>> same = new java.util.LinkedHashMap<>();
            uses.forEach(use -> same.computeIfAbsent(use.type() + " | " + use.meaning().replace("|", "\\|"), key -> new ArrayList<>())
                .add(use.records()));
            same.forEach((what, records) -> text.append("| `").append(name).append("` | ").append(what).append(" | ")
                .append(String.join(", ", records)).append(" |\n"));
        });
        Generated.compare(Path.of("docs/fields.md"), text.toString());
    }
}
