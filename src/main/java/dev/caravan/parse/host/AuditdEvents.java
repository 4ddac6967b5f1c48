package dev.caravan.parse.host;

import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
 * that is needed, else from {@code cmd} or {@code proctitle}; {@code arch} and {@code syscall} by name; {@code keys} of the rules that
 * matched; of PATH records {@code paths}, and each other field as a list, {@code path_nametype} and so on; and all fields of the other
 * records as {@link Auditd} has them, once where two records say the same, and as {@code name_2} where not.
 */
public final class AuditdEvents implements LineParser {

    /** A log of nothing but records without an end must not fill the memory. */
    private static final int MAX_KEPT = 1000;

    private record Id(@Nullable String node, long millis, long serial) {
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
