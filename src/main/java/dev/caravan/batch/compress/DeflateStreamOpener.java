package dev.caravan.batch.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Opens the end of a deflate stream (RFC 1951), so that another one can follow: clears BFINAL of the last block, and adds an empty block
 * that ends at a byte boundary, as zlib's sync flush does.
 *
 * <p>A stream does not say where its last block starts. So this class walks through all symbols, but unpacks nothing. That takes about a
 * tenth of the time of compressing. Not thread-safe.
 */
final class DeflateStreamOpener {

    /** Bytes that must be available after a stream: for the empty block, and to read eight bytes at a time. */
    static final int ROOM = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_LENGTHS = 288;
    private static final int MOST_DISTANCES = 32;
    /** Mask of an entry of a code: the number of its bits, with the extra bits that follow. */
    private static final int BITS = 0xff;
    /** Flag of an entry: the block ends with it. */
    private static final int END = 1 << 8;
    private static final int SYMBOL_AT = 9;
    /** Number of bits that are looked up in the table. */
    private static final int LOOK_UP = 11;
    /** Flag of an entry: a distance follows. It is also the index at which the table of distances starts. */
    private static final int DISTANCE = 1 << LOOK_UP;
    private static final int LOOK_UP_MASK = DISTANCE - 1;
    /** Entries of the lengths, and of the symbols that share their code: literals, and the end of the block, 256 (section 3.2.5). */
    private static final int[] LENGTHS = new int[MOST_LENGTHS];
    private static final int[] DISTANCES = new int[MOST_DISTANCES];
    /** Order of the lengths of the codes with which code lengths are written (section 3.2.7). */
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private static final int[] CODES = new int[ORDER.length];

    static {
        LENGTHS[256] = END;
        for (int symbol = 257; symbol < MOST_LENGTHS; symbol++) {
            LENGTHS[symbol] = DISTANCE | (symbol < 265 || symbol > 284 ? 0 : (symbol - 261) / 4);
        }
        for (int symbol = 4; symbol < 30; symbol++) {
            DISTANCES[symbol] = symbol / 2 - 1;
        }
        for (int symbol = 0; symbol < ORDER.length; symbol++) {
            CODES[symbol] = symbol << SYMBOL_AT;
        }
    }

    private final int[] table = new int[2 * DISTANCE];
    private final HuffmanDecoder lengths = new HuffmanDecoder(table, 0, LOOK_UP, LENGTHS);
    private final HuffmanDecoder distances = new HuffmanDecoder(table, DISTANCE, LOOK_UP, DISTANCES);
    private final HuffmanDecoder codes = new HuffmanDecoder(table, 0, 7, CODES);
    private final byte[] codeLengths = new byte[MOST_LENGTHS + MOST_DISTANCES];
    private byte[] stream = new byte[0];
    private long at;
    private long end;

    /**
     * Opens the end of a whole stream, with nothing before or after it.
     *
     * @param compressed the stream, with {@link #ROOM} after it; grows by four or five bytes
     * @return false if it is not a whole stream; it is then unchanged
     */
    boolean open(ByteBuilder compressed) {
        stream = compressed.bytes;
        at = 0;
        end = 8L * compressed.length;
        for (;;) {
            long header = at;
            int bits = read(3);
            if (!block(bits >> 1) || at > end) {
                return false;
            }
            if ((bits & 1) == 1) {
                if ((at + 7) / 8 != compressed.length) {
                    return false;
                }
                stream[(int) (header / 8)] &= (byte) ~(1 << header % 8);
                compressed.length = emptyBlock();
                return true;
            }
        }
    }

    /** Writes a stored block without bytes (section 3.2.4), and returns the offset of its end. */
    private int emptyBlock() {
        int byteAt = (int) (at / 8);
        int used = (int) (at % 8);
        // The header is three zero bits.
        stream[byteAt] = used == 0 ? 0 : (byte) (stream[byteAt] & (1 << used) - 1);
        int length = byteAt + 1;
        if (used > 5) {
            stream[length++] = 0;
        }
        stream[length++] = 0;
        stream[length++] = 0;
        stream[length++] = (byte) 0xff;
        stream[length++] = (byte) 0xff;
        return length;
    }

    private boolean block(int type) {
        return switch (type) {
            case 0 -> stored();
            case 1 -> fixedCodes() && symbols();
            case 2 -> writtenCodes() && symbols();
            default -> false;
        };
    }

    private boolean stored() {
        at = (at + 7) / 8 * 8;
        int length = read(16);
        int complement = read(16);
        at += 8L * length;
        return length == (~complement & 0xffff);
    }

    private boolean fixedCodes() {
        Arrays.fill(codeLengths, 0, 144, (byte) 8);
        Arrays.fill(codeLengths, 144, 256, (byte) 9);
        Arrays.fill(codeLengths, 256, 280, (byte) 7);
        Arrays.fill(codeLengths, 280, MOST_LENGTHS, (byte) 8);
        Arrays.fill(codeLengths, MOST_LENGTHS, MOST_LENGTHS + MOST_DISTANCES, (byte) 5);
        return lengths.set(codeLengths, 0, MOST_LENGTHS) && distances.set(codeLengths, MOST_LENGTHS, MOST_DISTANCES);
    }

    /** Reads the codes of a block (section 3.2.7). */
    private boolean writtenCodes() {
        int lengthCodes = 257 + read(5);
        int distanceCodes = 1 + read(5);
        int count = 4 + read(4);
        Arrays.fill(codeLengths, 0, ORDER.length, (byte) 0);
        for (int i = 0; i < count; i++) {
            codeLengths[ORDER[i]] = (byte) read(3);
        }
        if (!codes.set(codeLengths, 0, ORDER.length)) {
            return false;
        }
        int all = lengthCodes + distanceCodes;
        for (int i = 0; i < all;) {
            int entry = codes.search(window());
            if (entry < 0 || at > end) {
                return false;
            }
            at += entry & BITS;
            int symbol = entry >> SYMBOL_AT;
            int times = switch (symbol) {
                case 16, 17 -> 3 + read(symbol == 16 ? 2 : 3);
                case 18 -> 11 + read(7);
                default -> 1;
            };
            if (times > all - i || symbol == 16 && i == 0) {
                return false;
            }
            byte length = symbol == 16 ? codeLengths[i - 1] : symbol > 16 ? 0 : (byte) symbol;
            Arrays.fill(codeLengths, i, i + times, length);
            i += times;
        }
        return lengths.set(codeLengths, 0, lengthCodes) && distances.set(codeLengths, lengthCodes, distanceCodes);
    }

    /** Moves to the end of a block. */
    private boolean symbols() {
        long next = at;
        int entry = 0;
        while (next <= end) {
            long window = (long) LONG.get(stream, (int) (next >>> 3)) >>> (next & 7);
            // Two symbols, which have 56 bits at most.
            for (int i = 0; i < 2; i++) {
                int where = entry & DISTANCE;
                entry = table[where | (int) window & LOOK_UP_MASK];
                if (entry < 0) {
                    entry = (where == 0 ? lengths : distances).search(window);
                    if (entry < 0) {
                        return false;
                    }
                }
                int bits = entry & BITS;
                window >>>= bits;
                next += bits;
                if ((entry & END) != 0) {
                    at = next;
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the next bits, the first one lowest. Bits after the end are meaningless. */
    private long window() {
        return (long) LONG.get(stream, (int) (Math.min(at, end) >>> 3)) >>> (at & 7);
    }

    private int read(int count) {
        int bits = (int) window() & (1 << count) - 1;
        at += count;
        return bits;
    }
}
