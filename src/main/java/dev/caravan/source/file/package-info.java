/**
 * Follows log files: hands on blocks of new whole lines, whatever rotation does to the files.
 *
 * <p>{@link dev.caravan.source.file.LogTail} is what the Kamelet {@code log-tail-source} calls; {@link dev.caravan.source.file.SourceTailer}
 * follows the files of one source, one {@link dev.caravan.source.file.ReadQuantum} of blocks at a time, which
 * {@link dev.caravan.source.file.BlockReader} cuts. A block's position is stored by the batch together with its bytes, so a
 * crash loses nothing but time: what was read and not sealed is read again.
 *
 * <p>What a file is, is decided in two places: {@link dev.caravan.source.file.RotationTracker} for what happens at the followed paths,
 * {@link dev.caravan.source.file.RotatedFileScanner} for what rotation leaves beside them. Both ask {@link dev.caravan.source.file.FileIdentifier}, which
 * tells by inode and, where that says nothing, by content ({@link dev.caravan.source.file.Fingerprint}); both change
 * {@link dev.caravan.source.file.TrackedFiles}, which is the ledger's positions in memory. Three rules hold everywhere:
 * <ul>
 * <li>what cannot be told yet is not decided: a half written {@code .gz}, a file that is truncated just now;
 * <li>no position is forgotten while its content may turn up again, and a copy is remembered as one as long as it exists;
 * <li>in doubt a line is read twice rather than not at all.
 * </ul>
 */
@NullMarked
package dev.caravan.source.file;

import org.jspecify.annotations.NullMarked;
