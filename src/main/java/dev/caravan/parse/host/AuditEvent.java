package dev.caravan.parse.host;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of one event of auditd, as they are joined; see {@link AuditdEvents} for the fields. */
final class AuditEvent {

    private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";
    private static final Set<String> OWN = Set.of("type", "types", "time", "serial", "node", "command", "args", "keys", "paths");

    private final String time;
    private final long serial;
    private final @Nullable String node;
    private final List<String> types = new ArrayList<>();
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final TreeMap<Long, ByteArrayOutputStream> arguments = new TreeMap<>();

    private record Part(long argument, byte[] bytes) {
    }

    AuditEvent(AuditRecord first) {
        time = first.time();
        serial = first.serial();
        node = first.node();
    }

    /** Adds a record; where it is refused, nothing of it is there. */
    void add(AuditRecord record) throws RefusedLineException {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<Boolean> numbers = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        record.fields(new AuditRecord.Sink() {
            @Override
            public void field(String key, String value, boolean number) {
                keys.add(key);
                values.add(value);
                numbers.add(number);
            }

            @Override
            public void part(String key, String name, byte[] bytes) {
                parts.add(new Part(number(key), bytes));
            }
        });
        parts.forEach(part -> argument(part.argument, part.bytes));
        types.add(record.type());
        for (int i = 0; i < keys.size(); i++) {
            add(record.type(), keys.get(i), values.get(i), numbers.get(i));
        }
    }

    private void add(String type, String key, String value, boolean number) {
        if (type.equals("EXECVE") && key.matches("a[0-9]{1,9}")) {
            argument(number(key), value.getBytes(StandardCharsets.UTF_8));
        } else if (type.equals("PATH")) {
            list(key.equals("name") ? "paths" : "path_" + key, value);
        } else if (key.equals("key")) {
            list("keys", value);
        } else {
            put(key, value, number);
        }
    }

    private static long number(String argument) {
        return Long.parseLong(argument.substring(1));
    }

    private void argument(long number, byte[] bytes) {
        arguments.computeIfAbsent(number, n -> new ByteArrayOutputStream()).writeBytes(bytes);
    }

    private List<String> arguments() {
        return arguments.values().stream().map(bytes -> bytes.toString(StandardCharsets.UTF_8)).toList();
    }

    private void list(String name, String value) {
        lists.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    /** The same field of two records is there once where it says the same, as pid does. */
    private void put(String key, String value, boolean number) {
        Object said = number ? (Object) Long.valueOf(value) : value;
        String name = OWN.contains(key) || key.startsWith("path_") ? key + "_2" : key;
        for (int n = name.equals(key) ? 2 : 3; fields.containsKey(name) && !fields.get(name).equals(said); n++) {
            name = key + "_" + n;
        }
        fields.put(name, said);
    }

    void write(RecordWriter out) {
        addNames();
        boolean called = types.contains("SYSCALL");
        out.text(Auditd.TYPE, called ? "SYSCALL" : types.get(0));
        out.text(Auditd.TIME, time);
        out.number(Auditd.SERIAL, serial);
        if (node != null) {
            out.text(Auditd.NODE, node);
        }
        out.texts(RecordWriter.name("types"), types);
        String command = command();
        if (command != null) {
            out.text(RecordWriter.name("command"), command);
        }
        if (!arguments.isEmpty()) {
            out.texts(RecordWriter.name("args"), arguments());
        }
        fields.forEach((key, value) -> {
            SerializableString name = RecordWriter.name(key);
            if (value instanceof Long number) {
                out.number(name, number);
            } else {
                out.text(name, (String) value);
            }
        });
        lists.forEach((key, values) -> out.texts(RecordWriter.name(key), values));
    }

    /** Adds architecture and system call by their names: auditd's, where its log_format is ENRICHED. */
    private void addNames() {
        String machine = fields.get("arch") instanceof String arch ? AuditMachine.name(arch) : null;
        addName("arch_name", machine);
        addName("syscall_name", machine != null && fields.get("syscall") instanceof Long call ? AuditMachine.call(machine, call) : null);
    }

    private void addName(String field, @Nullable String ours) {
        if (fields.get(field) instanceof String name && !name.startsWith("unknown")) {
            return;
        }
        fields.remove(field);
        if (ours != null) {
            fields.put(field, ours);
        }
    }

    /** The command line: the arguments as execve got them; else as the process shows them, or as sudo logs it. */
    private @Nullable String command() {
        if (!arguments.isEmpty()) {
            StringBuilder command = new StringBuilder();
            arguments().forEach(argument -> command.append(command.length() == 0 ? "" : " ").append(quoted(argument)));
            return command.toString();
        }
        Object other = fields.getOrDefault("cmd", fields.get("proctitle"));
        return other instanceof String command ? command.strip() : null;
    }

    private static String quoted(String argument) {
        return argument.matches(PLAIN) ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
