package dev.caravan.parse.web;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.schema.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a message of ModSecurity in the error log of Apache or nginx: {@code [file "F"] [line "N"] [id "N"] … [tag "T"]
 * [hostname "H"] [uri "U"] [unique_id "I"]} (msre_format_metadata in re.c, internal_log_ex in apache2_util.c; RuleMessage::_details
 * of version 3).
 *
 * <p>Before them stands the name of a parameter, in which ModSecurity escapes no quote, and behind them the referer, which Apache
 * appends. So a part counts only where it is the only one of its name in the message, and stands where ModSecurity writes it: what is
 * said of the rule between {@code [file} and {@code [uri}, the rest behind it. What a client repeats to hide it is left out. Apache
 * writes each backslash of ModSecurity's escapes twice.
 */
final class ModSecurity {

    private static final String[] NAMES = {"id", "severity", "msg", "data", "hostname", "uri", "unique_id"};
    private static final SerializableString[] FIELDS = {RecordWriter.name("rule_id"), RecordWriter.name("severity"),
        RecordWriter.name("rule_message"), RecordWriter.name("rule_data"), RecordWriter.name("http_host"), RecordWriter.name("uri"),
        RecordWriter.name("unique_id")};
    private static final SerializableString TAGS = RecordWriter.name("rule_tags");
    private static final int HOSTNAME = 4;
    private static final int URI = 5;
    private static final int UNIQUE_ID = 6;
    private static final int MAX_TAGS = 50;

    private ModSecurity() {
    }

    /** Declares the fields that {@link #write} writes, but for {@code http_host}, which nginx has without ModSecurity too. */
    static Field[] declared() {
        return new Field[] {
            Field.text("rule_id", "Number of ModSecurity's rule"),
            Field.text("severity", "Severity that ModSecurity's rule has, for example CRITICAL; a number in version 3"),
            Field.text("rule_message", "What ModSecurity's rule found"),
            Field.text("rule_data", "Part of the request that ModSecurity's rule found; the client's word"),
            Field.texts("rule_tags", "Tags of ModSecurity's rule"),
            Field.text("uri", "Path that was asked for, as ModSecurity has it"),
            Field.text("unique_id", "Number of the request that ModSecurity gives it")};
    }

    /** @param doubled whether backslashes are written twice, as Apache does; nginx, whose context has the host too, does not */
    static void write(RecordWriter record, byte[] b, int from, int end, boolean doubled) {
        int file = Ascii.findOnly(b, from, end, " [file \"");
        int uri = Ascii.findOnly(b, from, end, " [uri \"");
        int ruleEnd = uri < 0 ? end : uri;
        for (int i = 0; i < NAMES.length; i++) {
            if (i == HOSTNAME && !doubled) {
                continue;
            }
            String begin = " [" + NAMES[i] + " \"";
            int at = Ascii.findOnly(b, from, end, begin);
            int value = at + begin.length();
            int valueEnd = at < 0 ? -1 : closing(b, value, end, doubled);
            boolean placed = i == URI ? at > file : i == UNIQUE_ID ? uri >= 0 && at > uri : file >= 0 && at > file && valueEnd < ruleEnd;
            if (valueEnd >= 0 && placed && (i != 0 || isBehindLine(b, file, at))) {
                text(record, FIELDS[i], b, value, valueEnd, doubled);
            }
        }
        if (file >= 0 && file < ruleEnd) {
            tags(record, b, file, ruleEnd, doubled);
        }
    }

    /** Whether only the file and its line stand before the id, as ModSecurity has it. */
    private static boolean isBehindLine(byte[] b, int file, int id) {
        int line = Ascii.find(b, file, id, "\"] [line \"");
        return line >= 0 && Ascii.indexOf(b, line + 10, id - 2, '"') < 0;
    }

    private static void tags(RecordWriter record, byte[] b, int from, int end, boolean doubled) {
        List<int[]> tags = new ArrayList<>();
        for (int at = Ascii.find(b, from, end, "\"] [tag \""); at >= 0 && tags.size() < MAX_TAGS;
            at = Ascii.find(b, at + 1, end, "\"] [tag \"")) {
            int valueEnd = closing(b, at + 9, end, doubled);
            if (valueEnd >= 0) {
                tags.add(new int[] {at + 9, valueEnd});
            }
        }
        if (!tags.isEmpty()) {
            record.field(TAGS);
            record.beginList();
            for (int[] tag : tags) {
                record.value(b, tag[0], tag[1]);
            }
            record.endList();
        }
    }

    /** Index of the quote that ends a value and its bracket; -1 when there is none. */
    private static int closing(byte[] b, int from, int end, boolean doubled) {
        for (int quote = Ascii.indexOf(b, from, end, '"'); quote >= 0; quote = Ascii.indexOf(b, quote + 1, end, '"')) {
            int i = quote;
            while (i > from && b[i - 1] == '\\') {
                i--;
            }
            int backslashes = doubled ? (quote - i) / 2 : quote - i;
            if (backslashes % 2 == 0) {
                return quote + 1 < end && b[quote + 1] == ']' ? quote : -1;
            }
        }
        return -1;
    }

    private static void text(RecordWriter record, SerializableString name, byte[] b, int from, int to, boolean doubled) {
        byte[] once = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            once[n++] = b[i];
            i += doubled && b[i] == '\\' && i + 1 < to && b[i + 1] == '\\' ? 1 : 0;
        }
        byte[] text = new byte[n];
        record.text(name, text, 0, NginxAccess.unescape(once, 0, n, text));
    }
}
