package dev.caravan.parse.host;

import dev.caravan.parse.core.RefusedLineException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One record of the Linux audit daemon, taken apart as libauparse does it (audit-userspace, auparse/ellist.c and
 * interpret.c).
 *
 * <p>The kernel and the programs that write records put what others chose into double quotes, or into hex when there is a
 * quote, a space or a control character in it; nothing escapes an apostrophe. So {@code msg='…'} ends at the last apostrophe in
 * front of the group separator or of the line's end, and a field begins only behind a space or a bracket.
 */
final class AuditRecord {

    /** Takes the fields in the order in which they stand. */
    interface Sink {
        /**
         * Takes a field.
         *
         * @param number whether the value is one, as decimal digits
         */
        void field(String key, String value, boolean number);

        /** A part of a long argument, {@code a2[0]}: {@code a2}, and the bytes, which may end within a character. */
        default void part(String key, String name, byte[] bytes) {
            field(name, new String(bytes, StandardCharsets.UTF_8), false);
        }
    }

    /** Fields that are numbers. */
    static final Set<String> NUMBERS = Set.of("pid", "ppid", "uid", "auid", "euid", "suid", "fsuid", "gid", "egid", "sgid",
        "fsgid", "ses", "syscall", "items", "argc", "exit", "lport");
    /** Fields that are text in quotes, or else hex (audit-userspace, auparse/typetab.h: AUPARSE_TYPE_ESCAPED and its kin). */
    static final Set<String> ENCODED = Set.of("acct", "cmd", "comm", "cwd", "data", "device", "dir", "exe", "file", "key",
        "name", "ocomm", "old-disk", "new-disk", "path", "proctitle", "sw", "vm", "watch", "grp", "new_group", "old-chardev",
        "new-chardev", "old-fs", "new-fs", "old-net", "new-net", "old-rng", "new-rng", "cgroup", "apparmor", "operation",
        "denied_mask", "info", "profile", "requested_mask", "invalid_context", "root_dir");

    private static final Pattern HEAD = Pattern.compile("(?:node=(\\S++) )?+type=([A-Z0-9_\\[\\]]++)"
        + " msg=audit\\(([0-9]{1,11}+)\\.([0-9]{3}):([0-9]{1,18}+)\\)(?:: ?+| |$)");
    private static final Pattern PAIR = Pattern.compile("(?<![^\\s(\\[{])([A-Za-z][A-Za-z0-9_-]*+)(\\[[0-9]{1,9}+\\])?+="
        + "(\"[^\"]*+\"|\\S*+)");
    private static final Pattern PUNCTUATION = Pattern.compile("(?<![^\\s])[,:()]++(?![^\\s])");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2})++");
    private static final Pattern ARGUMENT = Pattern.compile("a[0-9]{1,9}");
    private static final String MESSAGE = " msg='";
    private static final char SEPARATOR = '\u001d';
    private static final char KEYS = '\u0001';

    private final String text;
    private final int body;
    private final String node;
    private final String type;
    private final long millis;
    private final long serial;
    private final StringBuilder words = new StringBuilder();
    private boolean familyKnown;

    private AuditRecord(String text, Matcher head) {
        this.text = text;
        this.body = head.end();
        this.node = head.group(1);
        this.type = head.group(2);
        this.millis = Long.parseLong(head.group(3)) * 1000 + Long.parseLong(head.group(4));
        this.serial = Long.parseLong(head.group(5));
    }

    /** @throws RefusedLineException the line is no record */
    static AuditRecord of(String text) throws RefusedLineException {
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw new RefusedLineException("not a line of auditd's log: no type and msg=audit(…) at the beginning");
        }
        return new AuditRecord(text, head);
    }

    /** The machine, or null. */
    @Nullable
    String node() {
        return node;
    }

    String type() {
        return type;
    }

    /** RFC 3339. */
    String time() {
        return Instant.ofEpochMilli(millis).toString();
    }

    long millis() {
        return millis;
    }

    /** Of the event: its records share it. */
    long serial() {
        return serial;
    }

    /** Hands on all fields behind the head. */
    void fields(Sink sink) throws RefusedLineException {
        int added = text.indexOf(SEPARATOR, body);
        int end = added < 0 ? text.length() : added;
        int message = text.indexOf(MESSAGE, body - 1);
        int close = message < 0 || message > end ? -1 : text.lastIndexOf('\'', end - 1);
        String address = type.equals("SOCKADDR") ? saddr(end) : null;
        if (close > message + MESSAGE.length() - 1) {
            pairs(body, message + 1, sink);
            inMessage(message + MESSAGE.length(), close, sink);
            pairs(close + 1, end, sink);
        } else {
            pairs(body, end, sink);
        }
        String other = PUNCTUATION.matcher(words).replaceAll("").strip();
        if (!other.isEmpty()) {
            sink.field("text", other, false);
        }
        if (added >= 0) {
            names(added + 1, sink);
        }
        if (address != null && !familyKnown) {
            address(AuditAddress.of(address), sink);
        }
    }

    /** What is within the quotes is fields, or a text. */
    private void inMessage(int from, int to, Sink sink) throws RefusedLineException {
        if (text.substring(from, to).indexOf('=') > 0) {
            pairs(from, to, sink);
        } else if (!isNone(text.substring(from, to))) {
            sink.field("msg", text.substring(from, to), false);
        }
    }

    private @Nullable String saddr(int end) {
        String begin = "saddr=";
        int stop = text.indexOf(' ', body);
        return text.startsWith(begin, body) ? text.substring(body + begin.length(), stop < 0 || stop > end ? end : stop) : null;
    }

    private static void address(@Nullable AuditAddress address, Sink sink) {
        if (address == null) {
            return;
        }
        // What auditd itself adds where its log_format is ENRICHED.
        sink.field("saddr_fam", address.family(), false);
        if (address.address() != null) {
            sink.field("laddr", address.address(), false);
            sink.field("lport", Integer.toString(address.port()), true);
        }
        if (address.path() != null) {
            sink.field("path", address.path(), false);
        }
    }

    private void pairs(int from, int to, Sink sink) throws RefusedLineException {
        Matcher m = PAIR.matcher(text).region(from, Math.max(from, to));
        m.useTransparentBounds(false);
        int start = from;
        while (m.find()) {
            words.append(text, start, m.start());
            start = m.end();
            String key = m.group(1);
            String value = value(m.group(3));
            if (m.group(2) != null && type.equals("EXECVE") && ARGUMENT.matcher(key).matches()) {
                part(key, key + m.group(2), value, sink);
            } else if (!isNone(value)) {
                value(m.group(2) == null ? key : key + m.group(2), key, value, sink);
            }
        }
        words.append(text, start, Math.max(start, to));
    }

    /** Programs of old systems write a list in brackets, with commas. */
    private static String value(String written) {
        String value = written;
        if (value.startsWith("\"") && value.length() > 1) {
            return value;
        }
        for (char c : new char[] {':', ',', '\'', ')'}) {
            if (value.length() > 0 && value.charAt(value.length() - 1) == c && !(c == ')' && isNone(value))) {
                value = value.substring(0, value.length() - 1);
            }
        }
        return value;
    }

    private static boolean isNone(String value) {
        return value.isEmpty() || value.equals("?") || value.equals("(null)") || value.equals("\"?\"") || value.equals("(none)");
    }

    private void value(String name, String key, String value, Sink sink) throws RefusedLineException {
        if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
            sink.field(name, value.substring(1, value.length() - 1), false);
        } else if (NUMBERS.contains(key)) {
            if (!NUMBER.matcher(value).matches()) {
                throw new RefusedLineException(key + " is no number");
            }
            sink.field(name, value, true);
        } else if (isEncoded(key) && HEX.matcher(value).matches()) {
            decoded(name, key, HexFormat.of().parseHex(value), sink);
        } else {
            sink.field(name, value, false);
        }
    }

    private boolean isEncoded(String key) {
        return ENCODED.contains(key) || type.equals("EXECVE") && ARGUMENT.matcher(key).matches();
    }

    private static void decoded(String name, String key, byte[] bytes, Sink sink) {
        // The name of an abstract socket begins with a NUL.
        int from = bytes.length > 1 && bytes[0] == 0 && !key.equals("data") ? 1 : 0;
        for (int i = 0; i < bytes.length; i++) {
            // Arguments of proctitle end with a NUL each.
            bytes[i] = bytes[i] == 0 ? (byte) ' ' : bytes[i];
        }
        String value = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        if (!key.equals("key") || value.indexOf(KEYS) < 0) {
            sink.field(name, value, false);
            return;
        }
        for (String one : value.split(String.valueOf(KEYS), -1)) {
            if (!one.isEmpty()) {
                sink.field(name, one, false);
            }
        }
    }

    /** A long argument comes in parts, {@code a2[0]=… a2[1]=…}, each encoded by itself. */
    private static void part(String key, String name, String value, Sink sink) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        sink.part(key, name, quoted ? value.substring(1, value.length() - 1).getBytes(StandardCharsets.UTF_8)
            : HEX.matcher(value).matches() ? HexFormat.of().parseHex(value) : value.getBytes(StandardCharsets.UTF_8));
    }

    /** What auditd adds behind the separator: names for ids, {@code AUID="alice"}. */
    private void names(int from, Sink sink) throws RefusedLineException {
        Matcher m = PAIR.matcher(text).region(from, text.length());
        while (m.find()) {
            String key = m.group(1);
            String lower = key.toLowerCase(Locale.ROOT);
            familyKnown |= key.equals("saddr_fam");
            // SADDR={ saddr_fam=inet laddr=192.0.2.1 lport=22 } has its own names within.
            String name = lower.equals(key) ? lower : lower + "_name";
            String value = m.group(3);
            if (!value.equals("{") && !isNone(value)) {
                value(name, name, value, sink);
            }
        }
    }
}
