package dev.caravan.health;

/**
 * A followed file at one moment.
 *
 * @param path    where it was seen last
 * @param offset  bytes of it that are in a batch, of the uncompressed content
 * @param size    its bytes; -1 where that is not known: it is gone, or compressed
 * @param rotated whether it was rotated away
 */
public record FileSnapshot(String path, long offset, long size, boolean rotated) {
}
