package dev.caravan.health;

/**
 * A followed file at one moment.
 *
 * @param path    its last known path
 * @param offset  the offset up to which its content is in a batch, in uncompressed bytes
 * @param size    its size, in bytes; -1 if unknown, because the file is gone or compressed
 * @param rotated whether the file was rotated
 */
public record FileSnapshot(String path, long offset, long size, boolean rotated) {
}
