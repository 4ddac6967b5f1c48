package dev.caravan.batch.compress;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A buffer for compressed bytes. Its array is reused. Not thread-safe. */
final class ByteBuilder {

    /** Bytes beyond {@link #length} are meaningless. */
    byte[] bytes = new byte[0];
    int length;

    /** Makes room for a total number of bytes. */
    void reserve(int size) {
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
        }
    }

    /** Appends the first bytes of a buffer. */
    void append(ByteBuffer from, int count) {
        reserve(length + count);
        from.get(0, bytes, length, count);
        length += count;
    }
}
