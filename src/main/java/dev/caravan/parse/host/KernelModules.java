package dev.caravan.parse.host;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the loaded kernel modules that {@code lsmod} prints (man 8 lsmod) or {@code /proc/modules} has (kernel source,
 * kernel/module/procfs.c), and gives the same record for both:
 *
 * <pre>
 * nf_tables             303104  245 nft_ct,nft_compat
 * nf_tables 303104 245 nft_ct,nft_compat, Live 0x0000000000000000 (OE)
 * </pre>
 *
 * <p>Always {@code name}, {@code size} (bytes), {@code time} (RFC 3339, UTC: when the list was taken), {@code host}; where
 * there are any {@code used_by_count} and {@code used_by} (a list); of /proc/modules also {@code state} and {@code taint}
 * (letters: O built out of the kernel's tree, E not signed, P proprietary, F forced). The header is no record.
 */
public final class KernelModules implements LineParser {

    private static final SerializableString NAME = RecordWriter.name("name");
    private static final SerializableString SIZE = RecordWriter.name("size");
    private static final SerializableString TIME = RecordWriter.name("time");
    private static final SerializableString HOST = RecordWriter.name("host");
    private static final SerializableString USED_BY_COUNT = RecordWriter.name("used_by_count");
    private static final SerializableString USED_BY = RecordWriter.name("used_by");
    private static final SerializableString STATE = RecordWriter.name("state");
    private static final SerializableString TAINT = RecordWriter.name("taint");

    @Override
    public RecordType records() {
        return RecordType.of("kernel-modules", "Custom.KernelModules", "Loaded kernel modules, one record each, of lsmod or /proc/modules",
            Field.text("name", "Name of the module").required(true),
            Field.number("size", "Memory that the module uses, in bytes").required(true),
            Field.eventTime("time", "Time of the event; when the list was taken").required(true),
            Field.text("host", "Name of the machine", "hostname").required(true),
            Field.number("used_by_count", "Number of uses of the module"),
            Field.texts("used_by", "Names of the modules that use it"),
            Field.text("state", "Live, Loading or Unloading; in /proc/modules only"),
            Field.text("taint", "How the module taints the kernel, O built out of its tree, E not signed, P proprietary; in /proc/modules only"));
    }

    @Override
    public List<String> samples() {
        return List.of("lsmod.txt", "proc-modules.txt");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        String[] words = line.toString().trim().split(" +", -1);
        if (words[0].isEmpty() || words.length == 4 && words[0].equals("Module") && words[1].equals("Size")) {
            return false;
        }
        if (words.length < 3 || !words[1].matches("[0-9]{1,18}") || !words[2].matches("-|-?[0-9]{1,9}")) {
            throw new RefusedLineException("neither a row of lsmod nor one of /proc/modules");
        }
        record.text(NAME, words[0]);
        record.number(SIZE, Long.parseLong(words[1]));
        record.text(TIME, line.origin().time().truncatedTo(ChronoUnit.MILLIS).toString());
        record.text(HOST, line.origin().host());
        if (Character.isDigit(words[2].charAt(0))) {
            record.number(USED_BY_COUNT, Long.parseLong(words[2]));
        }
        List<String> users = new ArrayList<>();
        for (String user : words.length > 3 ? words[3].split(",") : new String[0]) {
            // "-" is none; "[permanent]" is no module.
            if (!user.isEmpty() && !user.equals("-") && !user.startsWith("[")) {
                users.add(user);
            }
        }
        if (!users.isEmpty()) {
            record.texts(USED_BY, users);
        }
        if (words.length > 4) {
            record.text(STATE, words[4]);
        }
        if (words.length > 6 && words[6].startsWith("(") && words[6].endsWith(")")) {
            record.text(TAINT, words[6].substring(1, words[6].length() - 1));
        }
        return true;
    }
}
