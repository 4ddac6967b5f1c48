package dev.caravan.parse.generic;

import dev.caravan.parse.core.Fields;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RefusedLineException;
import java.util.HashSet;
import java.util.Set;

/**
 * A format of {@code key=value} pairs with spaces between (logfmt). A value with spaces stands in double quotes, in which a
 * backslash escapes a quote and a backslash, and {@code \n}, {@code \t} mean what they do in JSON. A word without
 * {@code =} is refused: what a line means should not be guessed. The second of two equal keys is kept as {@code key_2}.
 *
 * <pre>
 * - beans:
 *     - name: mylogfmt
 *       type: "#class:dev.caravan.parse.generic.KeyValueFormat"
 *       properties: { timeField: ts, types: "status=int, duration=float" }
 * </pre>
 */
public final class KeyValueFormat extends ConfiguredFormat {

    @Override
    protected LineParser make(Fields fields) {
        return (line, record) -> {
            Set<String> seen = new HashSet<>();
            String text = line.toString();
            int at = skip(text, 0);
            while (at < text.length()) {
                int equals = text.indexOf('=', at);
                int space = text.indexOf(' ', at);
                if (equals <= at || space >= 0 && space < equals) {
                    throw new RefusedLineException("a word that is no key=value");
                }
                String key = unique(text.substring(at, equals), seen);
                StringBuilder value = new StringBuilder();
                at = value(text, equals + 1, value);
                fields.write(record, key, value.toString(), line.origin().time());
                if (at < text.length() && text.charAt(at) != ' ') {
                    throw new RefusedLineException("no space after a quoted value");
                }
                at = skip(text, at);
            }
            return !seen.isEmpty();
        };
    }

    private static int skip(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    /** The key, with a number behind it if the record has it already. */
    public static String unique(String key, Set<String> seen) {
        String name = key;
        for (int n = 2; !seen.add(name); n++) {
            name = key + "_" + n;
        }
        return name;
    }

    /** Reads the value that begins here; returns the index after it. */
    private static int value(String text, int from, StringBuilder value) throws RefusedLineException {
        if (from >= text.length() || text.charAt(from) != '"') {
            int space = text.indexOf(' ', from);
            int end = space < 0 ? text.length() : space;
            value.append(text, from, end);
            return end;
        }
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                value.append(switch (next) {
                    case 'n' -> "\n";
                    case 't' -> "\t";
                    case 'r' -> "\r";
                    case '"', '\\' -> String.valueOf(next);
                    default -> "\\" + next;
                });
            } else {
                value.append(c);
            }
        }
        throw new RefusedLineException("a quote is missing, the line may be cut");
    }
}
