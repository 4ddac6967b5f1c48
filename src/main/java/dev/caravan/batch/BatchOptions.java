package dev.caravan.batch;

import dev.caravan.batch.compress.Compression;

/**
 * The settings of a batch.
 *
 * @param keys          creates the keys
 * @param maxBytes      size before compression, in bytes, at which a batch is sealed
 * @param compression   compression of the objects
 * @param jsonExtension extension of the keys of newline-delimited JSON, without a dot; keys of raw lines have {@code log}
 */
public record BatchOptions(KeyTemplate keys, long maxBytes, Compression compression, String jsonExtension) {

    /** Returns the extension of a key, without a dot, for lines of a format ({@code log} or {@code json}), compressed as set. */
    String extension(String lines) {
        return (lines.equals("json") ? jsonExtension : lines) + compression.suffix();
    }
}
