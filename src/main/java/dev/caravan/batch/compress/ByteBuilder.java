package dev.caravan.batch.compress;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that something was compressed to. The array is used again for what comes next. For one thread at a time. */
final class ByteBuilder {

    /** What lies beyond {@link #length} means nothing. */
    byte[] bytes = new byte[0];
    int length;

    /** Has room for so many bytes, all in all. */
    void reserve(int size) {
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
        }
    }

    /** Takes the first bytes of the buffer. */
    void append(ByteBuffer from, int count) {
        reserve(length + count);
        from.get(0, bytes, length, count);
        length += count;
    }
}
