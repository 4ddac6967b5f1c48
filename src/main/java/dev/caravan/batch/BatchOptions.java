package dev.caravan.batch;

/**
 * Settings of a batch.
 *
 * @param keys        makes the keys
 * @param maxBytes    a batch is sealed when it has so many bytes before compression
 * @param compression of the objects
 */
public record BatchOptions(KeyTemplate keys, long maxBytes, Compression compression) {
}
