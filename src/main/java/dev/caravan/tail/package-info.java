/**
 * Follows log files: hands on blocks of whole new lines, whatever rotation does to the files.
 *
 * <p>{@link dev.caravan.tail.LogTail} is what the Kamelet {@code log-tail-source} calls; {@link dev.caravan.tail.Tailer}
 * keeps the files of one source; {@link dev.caravan.tail.BlockReader} cuts blocks; {@link dev.caravan.tail.Fingerprint}
 * tells files apart. A block's position is stored by the batch together with its bytes, so a crash loses nothing but
 * time: what was read and not sealed is read again.
 */
package dev.caravan.tail;
