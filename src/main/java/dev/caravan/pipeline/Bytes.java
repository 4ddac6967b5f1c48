package dev.caravan.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for a byte eight bytes at a time: lines are hundreds of bytes long, and every one of them is searched for its
 * newline, its quotes and its spaces. All ranges are [from, to); nothing is allocated.
 */
public final class Bytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Bytes() {
    }

    /** Index of the first byte {@code c}, or -1. */
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
            // The last ones together with what follows them.
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

    /** How often the byte {@code c} is there. */
    public static int count(byte[] b, int from, int to, int c) {
        int count = 0;
        for (int i = indexOf(b, from, to, c); i >= 0; i = indexOf(b, i + 1, to, c)) {
            count++;
        }
        return count;
    }

    /**
     * Copies bytes up to the first that a JSON text (RFC 8259, section 7) cannot hold as it is, or that is not ASCII.
     *
     * @param target has room for {@code to - from} bytes at {@code at}; of what stands behind it, seven bytes may change
     * @return how many were copied
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
            // The last ones together with what follows them, which becomes spaces.
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
     * Copies a short text in steps of eight bytes, two at least. Both arrays reach to the end of the last step, and what
     * stands in the target behind the text is overwritten.
     *
     * @param length of the text, from the begin of its array on
     */
    public static void copyByEight(byte[] text, int length, byte[] target, int at) {
        LONGS.set(target, at, (long) LONGS.get(text, 0));
        LONGS.set(target, at + 8, (long) LONGS.get(text, 8));
        for (int i = 16; i < length; i += 8) {
            LONGS.set(target, at + i, (long) LONGS.get(text, i));
        }
    }

    /** Not zero when a byte is not ASCII, below a space, a quote, or a backslash. */
    private static long special(long x) {
        // With no high bit in x, one in a difference tells of a byte that was smaller; of a borrow from a lower byte at most.
        return (x | x - ' ' * ONES | (x ^ '"' * ONES) - ONES | (x ^ '\\' * ONES) - ONES) & HIGHS;
    }

    /** The high bit of each byte that is zero. Bytes above the first such one may be marked wrongly. */
    private static long zeros(long x) {
        return x - ONES & ~x & HIGHS;
    }
}
