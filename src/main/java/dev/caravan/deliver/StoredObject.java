package dev.caravan.deliver;

/**
 * An object in the bucket.
 *
 * @param key  its key
 * @param size size in bytes, as stored
 * @param time when it was stored, in milliseconds since 1970
 */
public record StoredObject(String key, long size, long time) {
}
