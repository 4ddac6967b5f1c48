package dev.caravan.batch.compress;

import java.util.Arrays;

/**
 * A decoder of a prefix code of deflate (RFC 1951, section 3.2.2). It looks up short codes, and searches long ones, which are rare, bit by
 * bit. Not thread-safe.
 */
final class HuffmanDecoder {

    private static final int LONGEST = 15;

    private final int[] table;
    private final int from;
    private final int lookUpBits;
    private final int[] entries;
    /** The number of codes of each length. */
    private final int[] count = new int[LONGEST + 1];
    /** The symbols in the order of their codes. */
    private final int[] symbols;

    /**
     * Creates a decoder.
     *
     * @param table   gets, from index {@code from} on, the entry for each value of {@code lookUpBits} bits, and -1 for values that do not
     *                start with a whole code
     * @param entries entry of each symbol, without the length of its code in bits, which is added
     */
    HuffmanDecoder(int[] table, int from, int lookUpBits, int[] entries) {
        this.table = table;
        this.from = from;
        this.lookUpBits = lookUpBits;
        this.entries = entries;
        this.symbols = new int[entries.length];
    }

    /**
     * Sets the code by the lengths of its symbols, in bits; 0 stands for a symbol without a code. Returns false if there are too many
     * codes.
     */
    boolean set(byte[] lengths, int first, int size) {
        if (size > symbols.length) {
            return false;
        }
        Arrays.fill(count, 0);
        for (int i = 0; i < size; i++) {
            count[lengths[first + i]]++;
        }
        count[0] = 0;
        int[] nextIndex = new int[LONGEST + 1];
        int[] nextCode = new int[LONGEST + 1];
        for (int length = 1; length <= LONGEST; length++) {
            nextIndex[length] = nextIndex[length - 1] + count[length - 1];
            nextCode[length] = nextCode[length - 1] + count[length - 1] << 1;
            if (nextCode[length] + count[length] > 1 << length) {
                return false;
            }
        }
        int to = from + (1 << lookUpBits);
        Arrays.fill(table, from, to, -1);
        for (int symbol = 0; symbol < size; symbol++) {
            int length = lengths[first + symbol];
            if (length > 0) {
                symbols[nextIndex[length]++] = symbol;
                int code = nextCode[length]++;
                if (length <= lookUpBits) {
                    int entry = entries[symbol] + length;
                    // Codes are written with their highest bit first, everything else with the lowest.
                    for (int i = from + (Integer.reverse(code) >>> 32 - length); i < to; i += 1 << length) {
                        table[i] = entry;
                    }
                }
            }
        }
        return true;
    }

    /** Returns the entry of the symbol whose code the bits start with (the first bit is the lowest); -1 if they start with no code. */
    int search(long bits) {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code |= (int) (bits >>> length - 1) & 1;
            if (code - first < count[length]) {
                return entries[symbols[index + code - first]] + length;
            }
            index += count[length];
            first = first + count[length] << 1;
            code <<= 1;
        }
        return -1;
    }
}
