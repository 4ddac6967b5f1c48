package dev.caravan.parse.core;

import dev.caravan.pipeline.Bytes;

/** Looks for ASCII text in bytes. All ranges are [from, to); nothing is allocated. */
public final class Ascii {

    private Ascii() {
    }

    /** The decimal number that the bytes are, or -1: empty, not only digits, or more than 18 of them. */
    public static long number(byte[] b, int from, int to) {
        if (from >= to || to - from > 18) {
            return -1;
        }
        long n = 0;
        for (int i = from; i < to; i++) {
            int d = b[i] - '0';
            if (d < 0 || d > 9) {
                return -1;
            }
            n = n * 10 + d;
        }
        return n;
    }

    /** Writes a number that is not negative in decimal, and returns the index after it; 19 bytes are enough. */
    static int put(long number, byte[] to, int at) {
        int end = at + digits(number);
        int i = end;
        long rest = number;
        for (; rest > Integer.MAX_VALUE; rest /= 10) {
            to[--i] = (byte) ('0' + rest % 10);
        }
        int small = (int) rest;
        do {
            to[--i] = (byte) ('0' + small % 10);
            small /= 10;
        } while (small > 0);
        return end;
    }

    private static int digits(long number) {
        int n = 1;
        for (long power = 10; n < 19 && number >= power; power *= 10) {
            n++;
        }
        return n;
    }

    /** Whether a byte is an ASCII digit. */
    public static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** Index of the first byte {@code c}, or -1. */
    public static int indexOf(byte[] b, int from, int to, int c) {
        return Bytes.indexOf(b, from, to, c);
    }

    /** Index of the last byte {@code c}, or -1. */
    public static int lastIndexOf(byte[] b, int from, int to, int c) {
        for (int i = to - 1; i >= from; i--) {
            if (b[i] == c) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the range begins with the text. */
    public static boolean starts(byte[] b, int from, int to, String text) {
        int n = text.length();
        if (to - from < n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (b[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the range ends with the text. */
    public static boolean ends(byte[] b, int from, int to, String text) {
        return to - from >= text.length() && starts(b, to - text.length(), to, text);
    }

    /** Whether the range is the text. */
    public static boolean is(byte[] b, int from, int to, String text) {
        return to - from == text.length() && starts(b, from, to, text);
    }

    /** Index of the first occurrence of the text, or -1. */
    public static int find(byte[] b, int from, int to, String text) {
        int last = to - text.length();
        for (int i = indexOf(b, from, last + 1, text.charAt(0)); i >= 0; i = indexOf(b, i + 1, last + 1, text.charAt(0))) {
            if (starts(b, i, to, text)) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the last occurrence of the text, or -1. */
    public static int findLast(byte[] b, int from, int to, String text) {
        for (int i = to - text.length(); i >= from; i--) {
            if (b[i] == text.charAt(0) && starts(b, i, to, text)) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the only occurrence of the text; -1 when there is none or more than one. */
    public static int findOnly(byte[] b, int from, int to, String text) {
        int first = find(b, from, to, text);
        return first < 0 || find(b, first + 1, to, text) >= 0 ? -1 : first;
    }

    /** Index of the first byte that is no space. */
    public static int skipSpaces(byte[] b, int from, int to) {
        int i = from;
        while (i < to && b[i] == ' ') {
            i++;
        }
        return i;
    }

    /** Index of the first space, or {@code to}. */
    public static int tokenEnd(byte[] b, int from, int to) {
        int i = indexOf(b, from, to, ' ');
        return i < 0 ? to : i;
    }
}
