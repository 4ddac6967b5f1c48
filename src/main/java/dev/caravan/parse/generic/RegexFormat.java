package dev.caravan.parse.generic;

import dev.caravan.parse.core.Fields;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.pipeline.BoundedText;
import dev.caravan.pipeline.TooManyStepsException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A format that a regular expression describes (Java's {@link Pattern}). It must match the whole line; each named group
 * that took part becomes a field. Other than in Java, names of groups may contain {@code _}.
 *
 * <pre>
 * - beans:
 *     - name: myapp
 *       type: "#class:dev.caravan.parse.generic.RegexFormat"
 *       properties:
 *         pattern: '(?&lt;time&gt;\S+ \S+) (?&lt;level&gt;[A-Z]+) user=(?&lt;user_name&gt;\S*) took (?&lt;ms&gt;\d+)ms'
 *         timeField: time
 *         timePattern: yyyy-MM-dd HH:mm:ss
 *         types: ms=int
 * </pre>
 */
public final class RegexFormat extends ConfiguredFormat {

    private @Nullable String pattern;

    /** The regular expression. */
    public void setPattern(String pattern) {
        this.pattern = pattern;
    }

    @Override
    protected LineParser make(Fields fields) {
        if (pattern == null) {
            throw new IllegalArgumentException("a RegexFormat needs a pattern");
        }
        List<String> names = new ArrayList<>();
        Pattern compiled = Pattern.compile(rename(pattern, names));
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the pattern has no named group, as in (?<user>\\S+): there would be no fields");
        }
        return (line, record) -> {
            Matcher matcher = match(compiled, line.toString());
            if (matcher == null) {
                throw new RefusedLineException("the pattern does not match the line");
            }
            for (int i = 0; i < names.size(); i++) {
                fields.write(record, names.get(i), matcher.group("g" + i), line.origin().time());
            }
            return true;
        };
    }

    private static @Nullable Matcher match(Pattern pattern, String line) throws RefusedLineException {
        try {
            return BoundedText.match(pattern, line);
        } catch (TooManyStepsException e) {
            throw new RefusedLineException(e.getMessage());
        }
    }

    /** The pattern with groups named g0, g1 …, since Java allows no {@code _} in names. */
    static String rename(String pattern, List<String> names) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int name = i + 3;
            int end = c == '(' && pattern.startsWith("?<", i + 1) ? pattern.indexOf('>', name) : -1;
            if (c == '\\' && i + 1 < pattern.length()) {
                // An escaped parenthesis opens no group; \k<name> refers to one.
                int close = pattern.startsWith("k<", i + 1) ? pattern.indexOf('>', i) : -1;
                int known = close < 0 ? -1 : names.indexOf(pattern.substring(name, close));
                out.append(known < 0 ? pattern.substring(i, i + 2) : "\\k<g" + known + ">");
                i = known < 0 ? i + 1 : close;
            } else if (end > 0 && pattern.substring(name, end).matches("[A-Za-z][A-Za-z0-9_]*")) {
                if (names.contains(pattern.substring(name, end))) {
                    throw new IllegalArgumentException("two groups have the name " + pattern.substring(name, end));
                }
                out.append("(?<g").append(names.size()).append('>');
                names.add(pattern.substring(name, end));
                i = end;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
