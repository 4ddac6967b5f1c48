package dev.caravan.parse.host;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.generic.KeyValueFormat;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the log of the Linux audit daemon (man 8 auditd; linux-audit documentation, "Audit event fields"), one record a
 * line; lines of one event share their {@code serial}:
 *
 * <pre>
 * type=EXECVE msg=audit(1681603201.123:456): argc=2 a0="ls" a1=2F746D702F6120 62
 * type=USER_LOGIN msg=audit(1681603201.123:457): pid=7 uid=0 msg='op=login acct="al" addr=192.0.2.1 res=success'
 * </pre>
 *
 * <p>Fields: {@code type}, {@code time} (RFC 3339), {@code serial}, {@code node} where there is one, and each
 * {@code key=value} by its own name, those within {@code msg='…'} too, and what stands between them as {@code text}; a key that comes
 * again is {@code key_2}, as is the second of several keys of rules in one field.
 * Numbers are those of {@link AuditRecord#NUMBERS}, all else is text. Values that the kernel or a program had to write in hex, because
 * whoever chose them put spaces or quotes into them, are decoded: {@link AuditRecord#ENCODED}, and the arguments of EXECVE and their
 * parts ({@code a2[0]}). What auditd itself adds after a group separator, names for ids, is {@code auid_name} for {@code AUID} and so
 * on. The socket address in {@code saddr} is decoded where auditd did not do it ({@link AuditAddress}): {@code saddr_fam}, {@code laddr}
 * and {@code lport}, or {@code path}. {@code ?} and {@code (null)}, which mean none, are absent.
 *
 * @see AuditdEvents
 */
public final class Auditd implements LineParser {

    static final SerializableString TYPE = RecordWriter.name("type");
    static final SerializableString TIME = RecordWriter.name("time");
    static final SerializableString SERIAL = RecordWriter.name("serial");
    static final SerializableString NODE = RecordWriter.name("node");

    @Override
    public RecordType records() {
        return RecordType.of("auditd", "Custom.Auditd",
            "Records of the Linux audit daemon, one a line of its log; other fields come as texts",
            Field.text("type", "Type of the record, for example SYSCALL or USER_LOGIN").required(true),
            Field.number("serial", "Number of the event; records of one event share it").required(true),
            Field.text("name", "Path of a file"),
            Field.text("nametype", "What was done to the file, for example CREATE"),
            Field.text("item", "Number of this PATH record within its event"),
            Field.text("inode", "Inode of the file"),
            Field.text("mode", "Mode of the file, octal"),
            Field.text("ouid", "User id of the owner of the file"),
            Field.text("ogid", "Group id of the file"),
            Field.text("rdev", "Device that the file is"),
            Field.text("cap_fp", "Permitted capabilities of the file"),
            Field.text("cap_fi", "Inherited capabilities of the file"),
            Field.text("cap_fe", "Whether capabilities of the file are effective"),
            Field.text("cap_fver", "Version of the capabilities of the file"),
            Field.text("cap_frootid", "Root user id of the capabilities of the file"),
            Field.text("key", "Key of the audit rule that matched"),
            Field.text("ouid_name", "Name of ouid"),
            Field.text("ogid_name", "Name of ogid")).and(AuditFields.all()).andOthers();
    }

    @Override
    public List<String> samples() {
        return List.of("audit.log");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        AuditRecord read = AuditRecord.of(line.toString());
        record.text(TYPE, read.type());
        record.text(TIME, read.time());
        record.number(SERIAL, read.serial());
        if (read.node() != null) {
            record.text(NODE, read.node());
        }
        Set<String> seen = new HashSet<>(Set.of("type", "time", "serial", "node"));
        read.fields((key, value, number) -> {
            SerializableString name = RecordWriter.name(KeyValueFormat.unique(key, seen));
            if (number) {
                record.number(name, Long.parseLong(value));
            } else {
                record.text(name, value);
            }
        });
        return true;
    }
}
