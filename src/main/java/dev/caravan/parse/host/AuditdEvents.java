package dev.caravan.parse.host;

import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of the Linux audit daemon as {@link Auditd} does, and joins the records of one event into one: those of the same
 * time, serial and node. An event is written with its PROCTITLE, or at the end of the block; {@code log-tail-source} ends a
 * block between events ({@code auditFormat}). An event that the daemon's rotation divides between two files comes in two records
 * of the same serial, as does one that is longer than {@code maxLineBytes}.
 *
 * <p>Fields: {@code type} (SYSCALL where there is one, else the first record's), {@code types} of all records, {@code time}, {@code
 * serial}, {@code node}; {@code command}, from the arguments of EXECVE, which are in {@code args} too, quoted as for a shell where
 * that is needed, else from {@code cmd} or {@code proctitle}; {@code arch_name} and {@code syscall_name}
 * beside the numbers, where they are known; {@code keys} of the rules that
 * matched; of PATH records {@code paths}, and each other field as a list, {@code path_nametype} and so on; and all fields of the other
 * records as {@link Auditd} has them, once where two records say the same, and as {@code name_2} where not.
 */
public final class AuditdEvents implements LineParser {

    /** A log of nothing but records without an end must not fill the memory. */
    private static final int MAX_KEPT = 1000;

    private record Id(@Nullable String node, long millis, long serial) {
    }

    @Override
    public RecordType records() {
        return RecordType.of("auditd-events", "Custom.AuditdEvents",
            "Events of the Linux audit daemon, the records of each joined; other fields come as texts",
            Field.text("type", "Type of the event, for example SYSCALL or USER_LOGIN").required(true),
            Field.number("serial", "Number of the event").required(true),
            Field.texts("types", "Types of all its records"),
            Field.text("command", "Command line, quoted as for a shell"),
            Field.texts("args", "Arguments of the command"),
            Field.texts("keys", "Keys of the audit rules that matched"),
            Field.texts("paths", "Paths of the files"),
            Field.texts("path_item", "Number of each within the event"),
            Field.texts("path_nametype", "What was done to each file, for example CREATE"),
            Field.texts("path_inode", "Inode of each file"),
            Field.texts("path_dev", "Device of each file"),
            Field.texts("path_mode", "Mode of each file, octal"),
            Field.texts("path_ouid", "User id of the owner of each file"),
            Field.texts("path_ogid", "Group id of each file"),
            Field.texts("path_rdev", "Device that each file is"),
            Field.texts("path_cap_fp", "Permitted capabilities of each file"),
            Field.texts("path_cap_fi", "Inherited capabilities of each file"),
            Field.texts("path_cap_fe", "Whether capabilities of each file are effective"),
            Field.texts("path_cap_fver", "Version of the capabilities of each file"),
            Field.texts("path_cap_frootid", "Root user id of the capabilities of each file"),
            Field.text("name", "Name of a module or of a file, in records other than PATH"),
            Field.texts("path_ouid_name", "Name of path_ouid"),
            Field.texts("path_ogid_name", "Name of path_ogid")).and(AuditFields.all()).andOthers();
    }

    @Override
    public List<String> samples() {
        return List.of("audit.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter out) throws RefusedLineException {
        AuditRecord record = AuditRecord.of(line.toString());
        Map<Id, AuditEvent> kept = kept(line);
        Id id = new Id(record.node(), record.millis(), record.serial());
        AuditEvent event = kept.get(id);
        if (event == null) {
            event = new AuditEvent(record);
        }
        event.add(record);
        if (record.type().equals("PROCTITLE") || record.type().equals("EOE")) {
            kept.remove(id);
            event.write(out);
            return true;
        }
        kept.put(id, event);
        return kept.size() > MAX_KEPT && writeFirst(kept, out);
    }

    @Override
    public boolean finish(Line line, RecordWriter out) {
        return writeFirst(kept(line), out);
    }

    private static boolean writeFirst(Map<Id, AuditEvent> kept, RecordWriter out) {
        Iterator<AuditEvent> events = kept.values().iterator();
        if (!events.hasNext()) {
            return false;
        }
        AuditEvent first = events.next();
        events.remove();
        first.write(out);
        return true;
    }

    @SuppressWarnings("unchecked")
    private static Map<Id, AuditEvent> kept(Line line) {
        Object kept = line.kept();
        if (kept == null) {
            kept = new LinkedHashMap<Id, AuditEvent>();
            line.keep(kept);
        }
        return (Map<Id, AuditEvent>) kept;
    }
}
