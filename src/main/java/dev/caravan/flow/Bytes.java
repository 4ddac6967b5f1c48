package dev.caravan.flow;

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
     * @param target has room for {@code to - from} bytes at {@code at}
     * @return how many were copied
     */
    public static int copyPlain(byte[] b, int from, int to, byte[] target, int at) {
        int i = from;
        int n = at;
        for (; i <= to - 8; i += 8, n += 8) {
            long x = (long) LONGS.get(b, i);
            // Not ASCII, below a space, a quote, or a backslash.
            long special = x & HIGHS | (x - ' ' * ONES) & ~x & HIGHS | zeros(x ^ '"' * ONES) | zeros(x ^ '\\' * ONES);
            if (special != 0) {
                break;
            }
            LONGS.set(target, n, x);
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

    /** The high bit of each byte that is zero. Bytes above the first such one may be marked wrongly. */
    private static long zeros(long x) {
        return x - ONES & ~x & HIGHS;
    }
}
