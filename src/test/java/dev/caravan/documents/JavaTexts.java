package dev.caravan.documents;

import java.util.List;
import java.util.regex.Pattern;

/** The texts in a source file: string literals, those that are put together by {@code +} as one. */
final class JavaTexts {

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

    private JavaTexts() {
    }

    /** All texts of a source file, in its order. */
    static List<String> in(String source) {
        return LITERAL.matcher(joined(source)).results().map(found -> found.group(1).replace("\\\"", "\"")).toList();
    }

    /** A source file without comments, in which neighbouring literals are one. */
    static String joined(String source) {
        return COMMENT.matcher(source).replaceAll("").replaceAll("\"\\s*\\+\\s*\"", "");
    }
}
