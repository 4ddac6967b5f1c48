package dev.caravan.schema;

import java.util.Locale;
import java.util.Set;

/**
 * Which texts Go's {@code strconv} takes for a number or a boolean. Panther's tools are written in Go, so that its
 * {@code ParseInt}, {@code ParseFloat} and {@code ParseBool} decide what a string field becomes.
 */
public final class GoNumber {

    private static final Set<String> BOOLEANS =
        Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False");
    private static final Set<String> SPECIALS = Set.of("inf", "infinity");

    private GoNumber() {
    }

    /** Whether {@code ParseInt(text, 10, bits)} takes the text: a sign, digits, within the range of so many bits. */
    public static boolean isInt(String text, int bits) {
        int start = signed(text) ? 1 : 0;
        if (start == text.length()) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        try {
            long value = Long.parseLong(text);
            return value >> (bits - 1) == 0 || value >> (bits - 1) == -1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Whether {@code ParseFloat(text, 64)} takes the text: decimal, hexadecimal (with its exponent), infinity and NaN in
     * any case, with underscores between digits, and not beyond the range (1e400).
     */
    public static boolean isFloat(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int start = signed(lower) ? 1 : 0;
        if (lower.equals("nan") || SPECIALS.contains(lower.substring(start))) {
            return true;
        }
        return isFloatSyntax(lower, start) && !Double.isInfinite(Double.parseDouble(lower.replace("_", "")));
    }

    /** Whether {@code ParseBool(text)} takes the text. */
    public static boolean isBool(String text) {
        return BOOLEANS.contains(text);
    }

    private static boolean isFloatSyntax(String s, int start) {
        boolean hex = s.startsWith("0x", start);
        int i = hex ? start + 2 : start;
        if (hex && s.startsWith("_", i)) {
            // The base prefix counts as a digit: 0x_1p4 is fine.
            i++;
            if (digits(s, i, true) == i) {
                return false;
            }
        }
        int whole = digits(s, i, hex);
        boolean any = whole > i;
        i = whole;
        if (s.startsWith(".", i)) {
            int fraction = digits(s, i + 1, hex);
            any |= fraction > i + 1;
            i = fraction;
        }
        if (!any) {
            return false;
        }
        if (i < s.length() && s.charAt(i) == (hex ? 'p' : 'e')) {
            i++;
            if (i < s.length() && (s.charAt(i) == '+' || s.charAt(i) == '-')) {
                i++;
            }
            int exponent = digits(s, i, false);
            return exponent > i && exponent == s.length();
        }
        return !hex && i == s.length();
    }

    /** The end of the run of digits from {@code from} on; single underscores may stand between two digits. */
    private static int digits(String s, int from, boolean hex) {
        int end = from;
        for (int i = from; i < s.length(); i++) {
            char c = s.charAt(i);
            if (isDigit(c) || hex && c >= 'a' && c <= 'f') {
                end = i + 1;
            } else if (c != '_' || end != i || i == from) {
                break;
            }
        }
        return end;
    }

    private static boolean signed(String s) {
        return !s.isEmpty() && (s.charAt(0) == '+' || s.charAt(0) == '-');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
