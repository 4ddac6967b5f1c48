package dev.caravan.pipeline;

import java.time.Instant;

/**
 * The origin of a block's lines. Immutable.
 *
 * @param source name of the source, as in the route's {@code source} parameter
 * @param file   path of the file, or the command line; never null
 * @param offset byte offset of the block's first byte in the file; 0 for a command
 * @param time   when the lines were read, or when the command was started
 * @param host   the machine's name, the setting {@code caravan.host}
 * @param piece  the block is a piece of one line that is longer than {@code caravan.tail.max-line-bytes}
 */
public record BlockSource(String source, String file, long offset, Instant time, String host, boolean piece) {
}
