package dev.caravan.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a schema from YAML. Understands what {@link SchemaYaml} prints and the older {@code timeFormat}; of the rest of
 * Panther's language (parsers, definitions, transformations) it says that it does not know it, so that nothing is
 * overlooked.
 */
public final class SchemaReader {

    private static final Set<String> SCHEMA_KEYS = Set.of("schema", "description", "referenceURL", "version", "fields");
    private static final Set<String> FIELD_KEYS = Set.of("name", "required", "description");
    private static final Set<String> VALUE_KEYS =
        Set.of("type", "indicators", "timeFormat", "timeFormats", "isEventTime", "element", "fields");

    private final String file;

    private SchemaReader(String file) {
        this.file = file;
    }

    /**
     * The schema in this text.
     *
     * @param file what the text is called in messages
     * @throws IllegalArgumentException the text is no schema; the message names file, line and what is wrong
     */
    public static Schema read(String file, String yaml) {
        return new SchemaReader(file).schema(yaml);
    }

    private Schema schema(String yaml) {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(file).build()).composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new IllegalArgumentException(file + ":" + line + ": not YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(file + ":1: not YAML: " + e.getMessage(), e);
        }
        if (root.isEmpty()) {
            throw new IllegalArgumentException(file + ":1: empty; a schema has the keys schema and fields");
        }
        Map<String, Node> keys = keys(root.get(), SCHEMA_KEYS);
        Node name = need(root.get(), keys, "schema");
        return new Schema(text(name), optional(keys, "description"), optional(keys, "referenceURL"),
            fields(need(root.get(), keys, "fields")));
    }

    private List<Field> fields(Node node) {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node item : items(node)) {
            Set<String> known = new HashSet<>(FIELD_KEYS);
            known.addAll(VALUE_KEYS);
            Map<String, Node> keys = keys(item, known);
            String name = text(need(item, keys, "name"));
            if (!names.add(name)) {
                throw wrong(item, "the field " + name + " is there twice; keep one of them");
            }
            fields.add(new Field(name, flag(keys, "required"), optional(keys, "description"), value(item, keys)));
        }
        if (fields.isEmpty()) {
            throw wrong(node, "no fields; Panther wants at least one");
        }
        return fields;
    }

    private Value value(Node node, Map<String, Node> keys) {
        Node typeNode = need(node, keys, "type");
        ValueType type = ValueType.of(text(typeNode));
        if (type == null) {
            throw wrong(typeNode, "'" + text(typeNode) + "' is not a type that Caravan knows; it knows "
                + String.join(", ", Arrays.stream(ValueType.values()).map(ValueType::text).toList()));
        }
        only(keys, type, ValueType.STRING, "indicators");
        only(keys, type, ValueType.TIMESTAMP, "timeFormat", "timeFormats", "isEventTime");
        only(keys, type, ValueType.ARRAY, "element");
        only(keys, type, ValueType.OBJECT, "fields");
        return switch (type) {
            case STRING -> Value.string(keys.containsKey("indicators") ? indicators(keys.get("indicators")) : List.of());
            case TIMESTAMP -> Value.timestamp(timeFormats(node, keys), flag(keys, "isEventTime"));
            case ARRAY -> {
                Node element = need(node, keys, "element");
                yield Value.array(value(element, keys(element, VALUE_KEYS)));
            }
            case OBJECT -> Value.object(fields(need(node, keys, "fields")));
            default -> Value.of(type);
        };
    }

    private void only(Map<String, Node> keys, ValueType type, ValueType owner, String... names) {
        for (String name : names) {
            if (type != owner && keys.containsKey(name)) {
                throw wrong(keys.get(name), name + " goes with type " + owner.text() + ", not " + type.text());
            }
        }
    }

    private List<String> indicators(Node node) {
        List<String> names = new ArrayList<>();
        for (Node item : items(node)) {
            if (!Indicators.KNOWN.contains(text(item))) {
                throw wrong(item, "'" + text(item) + "' is not an indicator; Panther knows "
                    + String.join(", ", Indicators.KNOWN));
            }
            names.add(text(item));
        }
        return names;
    }

    private List<String> timeFormats(Node node, Map<String, Node> keys) {
        List<String> formats = new ArrayList<>();
        if (keys.containsKey("timeFormat")) {
            formats.add(text(keys.get("timeFormat")));
        }
        if (keys.containsKey("timeFormats")) {
            items(keys.get("timeFormats")).forEach(item -> formats.add(text(item)));
        }
        if (formats.isEmpty()) {
            throw wrong(node, "a timestamp needs timeFormats, for example [rfc3339]");
        }
        for (String format : formats) {
            try {
                TimeFormat.of(format);
            } catch (IllegalArgumentException e) {
                throw wrong(node, String.valueOf(e.getMessage()));
            }
        }
        return formats;
    }

    private Map<String, Node> keys(Node node, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, "keys and values are expected here");
        }
        Map<String, Node> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            if (!known.contains(key)) {
                throw wrong(tuple.getKeyNode(), "'" + key + "' is not a key that Caravan knows here; it knows "
                    + String.join(", ", known.stream().sorted().toList()));
            }
            if (keys.put(key, tuple.getValueNode()) != null) {
                throw wrong(tuple.getKeyNode(), "the key " + key + " is there twice; keep one of them");
            }
        }
        return keys;
    }

    private Node need(Node parent, Map<String, Node> keys, String key) {
        Node node = keys.get(key);
        if (node == null) {
            throw wrong(parent, "the key " + key + " is missing");
        }
        return node;
    }

    private @Nullable String optional(Map<String, Node> keys, String key) {
        return keys.containsKey(key) ? text(keys.get(key)) : null;
    }

    private boolean flag(Map<String, Node> keys, String key) {
        Node node = keys.get(key);
        String text = node == null ? "false" : text(node);
        if (node == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            throw wrong(node, key + " is true or false, not '" + text + "'");
        }
        return true;
    }

    private List<Node> items(Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(node, "a list is expected here");
        }
        return sequence.getValue();
    }

    private String text(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(node, "a text is expected here");
        }
        return scalar.getValue();
    }

    private IllegalArgumentException wrong(Node node, String what) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return new IllegalArgumentException(file + ":" + line + ": " + what);
    }
}
