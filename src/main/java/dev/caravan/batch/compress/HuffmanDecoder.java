package dev.caravan.batch.compress;

import java.util.Arrays;

/**
 * A prefix code of deflate (RFC 1951, section 3.2.2), to be read: short codes are looked up, long ones, which are rare,
 * searched bit by bit. For one thread at a time.
 */
final class HuffmanDecoder {

    private static final int LONGEST = 15;

    private final int[] table;
    private final int from;
    private final int lookUpBits;
    private final int[] entries;
    /** How many codes there are of each length. */
    private final int[] count = new int[LONGEST + 1];
    /** Symbols in the order of their codes. */
    private final int[] symbols;

    /**
     * @param table      gets, from {@code from} on, the entry for each value of so many bits, and -1 where these are not the
     *                   beginning of a code, or not all of it
     * @param entries    for each symbol what its entry is, but that the length of its code in bits is added
     */
    HuffmanDecoder(int[] table, int from, int lookUpBits, int[] entries) {
        this.table = table;
        this.from = from;
        this.lookUpBits = lookUpBits;
        this.entries = entries;
        this.symbols = new int[entries.length];
    }

    /** Sets the code by the lengths of its symbols, in bits; 0 is for those that are not there. False if there are too many. */
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
                    // Codes are written from their highest bit on, everything else from the lowest.
                    for (int i = from + (Integer.reverse(code) >>> 32 - length); i < to; i += 1 << length) {
                        table[i] = entry;
                    }
                }
            }
        }
        return true;
    }

    /** The entry of the symbol whose code the bits begin with, the first one lowest; -1 if they begin with none. */
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
