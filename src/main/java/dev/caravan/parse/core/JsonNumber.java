package dev.caravan.parse.core;

/** Numbers as JSON has them (RFC 8259, section 6). */
public final class JsonNumber {

    private JsonNumber() {
    }

    /** Whether this is a number as JSON knows it (RFC 8259, section 6). */
    public static boolean isNumber(String text) {
        int n = text.length();
        int i = n > 0 && text.charAt(0) == '-' ? 1 : 0;
        int whole = digits(text, i);
        if (whole == i || whole - i > 1 && text.charAt(i) == '0') {
            return false;
        }
        i = whole;
        if (i < n && text.charAt(i) == '.') {
            int end = digits(text, i + 1);
            if (end == i + 1) {
                return false;
            }
            i = end;
        }
        if (i < n && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            int sign = i + 1 < n && (text.charAt(i + 1) == '+' || text.charAt(i + 1) == '-') ? i + 2 : i + 1;
            int end = digits(text, sign);
            return end > sign && end == n;
        }
        return i == n;
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
