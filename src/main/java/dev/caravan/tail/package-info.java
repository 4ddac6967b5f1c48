/**
 * Follows log files: hands on blocks of new whole lines, whatever rotation does to the files.
 *
 * <p>{@link dev.caravan.tail.LogTail} is what the Kamelet {@code log-tail-source} calls; {@link dev.caravan.tail.SourceTailer}
 * follows the files of one source, one {@link dev.caravan.tail.ReadQuantum} of blocks at a time, which
 * {@link dev.caravan.tail.BlockReader} cuts. A block's position is stored by the batch together with its bytes, so a
 * crash loses nothing but time: what was read and not sealed is read again.
 *
 * <p>What a file is, is decided in two places: {@link dev.caravan.tail.RotationTracker} for what happens at the followed paths,
 * {@link dev.caravan.tail.RotatedFileScanner} for what rotation leaves beside them. Both ask {@link dev.caravan.tail.FileIdentifier}, which
 * tells by inode and, where that says nothing, by content ({@link dev.caravan.tail.Fingerprint}); both change
 * {@link dev.caravan.tail.TrackedFiles}, which is the ledger's positions in memory. Three rules hold everywhere:
 * <ul>
 * <li>what cannot be told yet is not decided: a half written {@code .gz}, a file that is truncated just now;
 * <li>no position is forgotten while its content may turn up again, and a copy is remembered as one as long as it exists;
 * <li>in doubt a line is read twice rather than not at all.
 * </ul>
 */
@NullMarked
package dev.caravan.tail;

import org.jspecify.annotations.NullMarked;
