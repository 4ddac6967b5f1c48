package dev.caravan.batch;

import dev.caravan.batch.compress.Compression;

/**
 * Settings of a batch.
 *
 * @param keys        makes the keys
 * @param maxBytes    a batch is sealed when it has so many bytes before compression
 * @param compression of the objects
 * @param jsonExtension of keys of newline-delimited JSON, without a dot; keys of raw lines have {@code log}
 */
public record BatchOptions(KeyTemplate keys, long maxBytes, Compression compression, String jsonExtension) {

    /** The end of a key, without a dot: for lines of this kind ({@code log} or {@code json}), compressed as set. */
    String extension(String lines) {
        return (lines.equals("json") ? jsonExtension : lines) + compression.suffix();
    }
}
