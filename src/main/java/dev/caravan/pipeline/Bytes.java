package dev.caravan.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches and copies bytes eight at a time: lines are hundreds of bytes long, and each is searched for its newline, its quotes and its
 * spaces. All ranges are [from, to). Nothing is allocated.
 */
public final class Bytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Bytes() {
    }

    /** Returns the index of the first byte {@code c}, or -1. */
    public static int indexOf(byte[] b, int from, int to, int c) {
        long pattern = (c & 0xff) * ONES;
        int i = from;
        for (; i <= to - 8; i += 8) {
            long found = zeros((long) LONGS.get(b, i) ^ pattern);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        if (i < to && i <= b.length - 8) {
            // The last bytes, together with those that follow the range.
            int at = i + (Long.numberOfTrailingZeros(zeros((long) LONGS.get(b, i) ^ pattern)) >>> 3);
            return at < to ? at : -1;
        }
        for (; i < to; i++) {
            if (b[i] == c) {
                return i;
            }
        }
        return -1;
    }

    /** Counts the bytes {@code c}. */
    public static int count(byte[] b, int from, int to, int c) {
        int count = 0;
        for (int i = indexOf(b, from, to, c); i >= 0; i = indexOf(b, i + 1, to, c)) {
            count++;
        }
        return count;
    }

    /**
     * Copies bytes up to the first one that a JSON text (RFC 8259, section 7) cannot hold unescaped, or that is not ASCII.
     *
     * @param target has room for {@code to - from} bytes at {@code at}; up to seven bytes after them may change
     * @return the number of bytes copied
     */
    public static int copyPlain(byte[] b, int from, int to, byte[] target, int at) {
        int i = from;
        int n = at;
        for (; i <= to - 8; i += 8, n += 8) {
            long x = (long) LONGS.get(b, i);
            if (special(x) != 0) {
                break;
            }
            LONGS.set(target, n, x);
        }
        if (i < to && i > to - 8 && i <= b.length - 8 && n <= target.length - 8) {
            // The last bytes, together with those that follow the range, which are replaced by spaces.
            long end = -1L << 8 * (to - i);
            long x = (long) LONGS.get(b, i) & ~end | ' ' * ONES & end;
            if (special(x) == 0) {
                LONGS.set(target, n, x);
                return to - from;
            }
        }
        for (; i < to; i++, n++) {
            byte c = b[i];
            if (c < ' ' || c == '"' || c == '\\') {
                break;
            }
            target[n] = c;
        }
        return i - from;
    }

    /**
     * Copies a short text in steps of eight bytes, at least two. Both arrays must reach to the end of the last step; bytes in the target
     * after the text are overwritten.
     *
     * @param length length of the text, which starts at the first byte of its array
     */
    public static void copyByEight(byte[] text, int length, byte[] target, int at) {
        LONGS.set(target, at, (long) LONGS.get(text, 0));
        LONGS.set(target, at + 8, (long) LONGS.get(text, 8));
        for (int i = 16; i < length; i += 8) {
            LONGS.set(target, at + i, (long) LONGS.get(text, i));
        }
    }

    /** Returns a value other than zero if some byte is not ASCII, is below a space, or is a quote or a backslash. */
    private static long special(long x) {
        // If x has no high bit, a high bit in a difference means that this byte, or a lower one (by a borrow), was smaller.
        return (x | x - ' ' * ONES | (x ^ '"' * ONES) - ONES | (x ^ '\\' * ONES) - ONES) & HIGHS;
    }

    /** Marks the high bit of each zero byte. Bytes above the first zero byte may be marked wrongly. */
    private static long zeros(long x) {
        return x - ONES & ~x & HIGHS;
    }
}
