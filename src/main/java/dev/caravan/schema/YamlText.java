package dev.caravan.schema;

import java.util.Locale;
import java.util.Set;

/** Writes one line of text as a YAML scalar: plain where that is read back as the same text by any reader, else quoted. */
final class YamlText {

    /** What YAML 1.1 readers take for something else than text; YAML 1.2 knows fewer. */
    private static final Set<String> WORDS = Set.of("", "~", "null", "y", "n", "yes", "no", "on", "off", "true", "false",
        "=", "<<", ".nan", ".inf", "+.inf", "-.inf");
    private static final String NOT_FIRST = "-?:,[]{}#&*!|>'\"%@` ";

    private YamlText() {
    }

    /** The text as it stands in the YAML file. */
    static String of(String text) {
        if (!isPrintable(text)) {
            return doubleQuoted(text);
        }
        if (looksLikeAnotherType(text)) {
            return doubleQuoted(text);
        }
        return isPlain(text) ? text : "'" + text.replace("'", "''") + "'";
    }

    private static boolean isPlain(String text) {
        return NOT_FIRST.indexOf(text.charAt(0)) < 0 && !text.contains(": ") && !text.contains(" #")
            && !text.endsWith(":") && !text.endsWith(" ") && !text.startsWith("---") && !text.startsWith("...");
    }

    private static boolean looksLikeAnotherType(String text) {
        if (WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return true;
        }
        // Any text that begins like a number may be a number, a date or a base-60 number to some reader.
        char c = text.charAt(0);
        char next = text.length() > 1 ? text.charAt(1) : 'x';
        return isDigit(c) || (c == '+' || c == '-' || c == '.') && (isDigit(next) || next == '.');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (needsEscape(text, i)) {
                return false;
            }
        }
        return true;
    }

    /** Control characters, line ends of YAML 1.1, the byte order mark, halves of a pair: not allowed as they are. */
    private static boolean needsEscape(String text, int i) {
        char c = text.charAt(i);
        if (Character.isSurrogate(c)) {
            return !(Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                || Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1)));
        }
        return c < ' ' || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff || c >= 0xfffe;
    }

    private static String doubleQuoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (Character.isSurrogate(c) && needsEscape(text, i)) {
                // Half a pair is no character, and YAML has no way to write it.
                out.append('\ufffd');
            } else if (needsEscape(text, i)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
