package dev.caravan.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * The link from a block back to its source.
 *
 * <p>The batch that appends the block calls {@link #stored()} once, under the lock of the source, after it has written the bytes to the
 * open batch. A source that never sees this call reads the same lines again.
 */
public interface Acknowledger {

    /** Records that the block is in the open batch of its source. */
    void stored();

    /**
     * Reports whether this block is the next one to be stored. Returns false if it is stored already (a route passes it on twice), or if
     * blocks before it were lost and are read again.
     */
    boolean isNext();

    /** Reports whether the lines can be read again after a crash. If not, each append forces them to disk. */
    boolean canRepeat();

    /** Returns what a stateful parser remembered of this file up to this block, or null. It survives restarts. */
    @Nullable
    String parserState();

    /** Remembers a parser's state from this block on, or null for none. It becomes durable together with the block. */
    void parserState(@Nullable String state);
}
