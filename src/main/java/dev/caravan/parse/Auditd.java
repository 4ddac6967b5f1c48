package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
 * {@code key=value} by its own name, those within {@code msg='…'} too, and what stands between them as {@code text}; a key that comes again is {@code key_2}.
 * Numbers are those of {@link #NUMBERS}, all else is text. Values that the kernel or a program had to write in hex, because whoever
 * chose them put spaces or quotes into them, are decoded: {@link #ENCODED}, and the arguments of EXECVE. What auditd itself
 * adds after a group separator, names for ids, is {@code auid_name} for {@code AUID} and so on. The socket address in {@code saddr} is decoded where auditd
 * did not do it ({@link AuditAddress}): {@code saddr_fam}, {@code laddr} and {@code lport}, or {@code path}. {@code ?} and
 * {@code (null)}, which mean none, are absent.
 */
public final class Auditd implements LineParser {

    /** Fields that are numbers. */
    static final Set<String> NUMBERS = Set.of("pid", "ppid", "uid", "auid", "euid", "suid", "fsuid", "gid", "egid", "sgid",
        "fsgid", "ses", "syscall", "items", "argc", "exit", "lport");
    /** Fields that are text in quotes, or else hex (audit-userspace, auparse/typetab.h: AUPARSE_TYPE_ESCAPED). */
    static final Set<String> ENCODED = Set.of("acct", "cmd", "comm", "cwd", "data", "device", "dir", "exe", "file", "key",
        "name", "ocomm", "old-disk", "new-disk", "path", "proctitle", "sw", "vm", "watch", "grp", "new_group");

    private static final SerializableString TYPE = RecordWriter.name("type");
    private static final SerializableString TIME = RecordWriter.name("time");
    private static final SerializableString SERIAL = RecordWriter.name("serial");
    private static final SerializableString NODE = RecordWriter.name("node");

    private static final Pattern HEAD = Pattern.compile("(?:node=(\\S++) )?+type=([A-Z0-9_\\[\\]]++)"
        + " msg=audit\\(([0-9]{1,11}+)\\.([0-9]{3}):([0-9]{1,18}+)\\): ?+");
    private static final Pattern PAIR = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*+)=(\"[^\"]*+\"|'[^']*+'|\\S*+)");
    private static final Pattern SADDR = Pattern.compile("saddr=([0-9A-Fa-f]++)(?=\\s|\u001d|$)");
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-F]{2})++");

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLine {
        String text = line.toString();
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw new RefusedLine("not a line of auditd's log: no type and msg=audit(…) at the begin");
        }
        record.text(TYPE, head.group(2));
        record.text(TIME, Instant.ofEpochMilli(Long.parseLong(head.group(3)) * 1000 + Long.parseLong(head.group(4))).toString());
        record.number(SERIAL, Long.parseLong(head.group(5)));
        if (head.group(1) != null) {
            record.text(NODE, head.group(1));
        }
        Set<String> seen = new HashSet<>(Set.of("type", "time", "serial", "node"));
        int added = text.indexOf('\u001d');
        boolean arguments = head.group(2).equals("EXECVE");
        AuditAddress address = head.group(2).equals("SOCKADDR") ? address(text, head.end()) : null;
        write(text.substring(head.end(), added < 0 ? text.length() : Math.max(added, head.end())), arguments, seen, record);
        if (added >= head.end()) {
            writeNames(text.substring(added + 1), seen, record);
        }
        if (address != null && !seen.contains("saddr_fam")) {
            writeAddress(address, seen, record);
        }
        return true;
    }

    private static AuditAddress address(String text, int from) {
        Matcher saddr = SADDR.matcher(text).region(from, text.length());
        return saddr.lookingAt() ? AuditAddress.of(saddr.group(1)) : null;
    }

    /** What auditd itself adds where its log_format is ENRICHED. */
    private static void writeAddress(AuditAddress address, Set<String> seen, RecordWriter record) {
        record.text(RecordWriter.name(KeyValueFormat.unique("saddr_fam", seen)), address.family());
        if (address.address() != null) {
            record.text(RecordWriter.name(KeyValueFormat.unique("laddr", seen)), address.address());
            record.number(RecordWriter.name(KeyValueFormat.unique("lport", seen)), address.port());
        }
        if (address.path() != null) {
            record.text(RecordWriter.name(KeyValueFormat.unique("path", seen)), address.path());
        }
    }

    private static void write(String pairs, boolean arguments, Set<String> seen, RecordWriter record) throws RefusedLine {
        Matcher m = PAIR.matcher(pairs);
        StringBuilder words = new StringBuilder();
        int end = 0;
        while (m.find()) {
            words.append(pairs, end, m.start());
            end = m.end();
            String key = m.group(1);
            String value = m.group(2);
            if (value.length() > 1 && value.startsWith("'") && value.endsWith("'")) {
                String inner = value.substring(1, value.length() - 1);
                if (inner.indexOf('=') > 0) {
                    write(inner, false, seen, record);
                    continue;
                }
                value = inner;
            }
            boolean encoded = ENCODED.contains(key) || arguments && key.matches("a[0-9]+(\\[[0-9]+\\])?");
            value(KeyValueFormat.unique(key, seen), key, value, encoded, record);
        }
        // What stands between the pairs, as in "avc:  denied  { read } for".
        String text = words.append(pairs, end, pairs.length()).toString().strip();
        if (!text.isEmpty()) {
            record.text(RecordWriter.name(KeyValueFormat.unique("text", seen)), text);
        }
    }

    private static void value(String name, String key, String value, boolean encoded, RecordWriter record)
        throws RefusedLine {
        if (value.equals("?") || value.equals("(null)") || value.equals("\"?\"") || value.isEmpty()) {
            return;
        }
        SerializableString field = RecordWriter.name(name);
        if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
            record.text(field, value.substring(1, value.length() - 1));
        } else if (NUMBERS.contains(key)) {
            if (!value.matches("-?[0-9]{1,18}")) {
                throw new RefusedLine(key + " is no number");
            }
            record.number(field, Long.parseLong(value));
        } else if (encoded && HEX.matcher(value).matches()) {
            byte[] decoded = java.util.HexFormat.of().parseHex(value);
            for (int i = 0; i < decoded.length; i++) {
                // Arguments of proctitle end with a NUL each.
                decoded[i] = decoded[i] == 0 ? (byte) ' ' : decoded[i];
            }
            record.text(field, new String(decoded, StandardCharsets.UTF_8));
        } else {
            record.text(field, value);
        }
    }

    private static void writeNames(String pairs, Set<String> seen, RecordWriter record) throws RefusedLine {
        Matcher m = PAIR.matcher(pairs);
        while (m.find()) {
            String lower = m.group(1).toLowerCase(java.util.Locale.ROOT);
            // SADDR={ saddr_fam=inet laddr=192.0.2.1 lport=22 } has its own names within.
            String name = lower.equals(m.group(1)) ? lower : lower + "_name";
            if (!m.group(2).equals("{")) {
                value(KeyValueFormat.unique(name, seen), name, m.group(2), false, record);
            }
        }
    }
}
