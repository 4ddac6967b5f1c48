package dev.caravan.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * The link from a block back to what it was read from.
 *
 * <p>The batch that appends the block calls {@link #stored()} once, under the lock of the source, after the bytes are
 * in the open batch. A source that never sees the call reads the same lines again.
 */
public interface Acknowledger {

    /** The block is in the open batch of its source. */
    void stored();

    /**
     * Whether this block is the next to be stored. False when it is stored already (a route hands it on twice), or when
     * blocks before it were lost and are read again.
     */
    boolean isNext();

    /** Whether the lines can be read again after a crash; if not, they are forced to disk as they are appended. */
    boolean canRepeat();

    /** What a stateful parser remembered of this file up to this block, or null. Kept across restarts. */
    @Nullable
    String parserState();

    /** Remembers a parser's state from this block on; it becomes durable with the block. */
    void parserState(@Nullable String state);
}
