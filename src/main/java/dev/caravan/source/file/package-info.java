/**
 * Follows log files: passes on blocks of new whole lines, whatever rotation does to the files.
 *
 * <p>The Kamelet {@code log-tail-source} calls {@link dev.caravan.source.file.LogTail}. {@link dev.caravan.source.file.SourceTailer}
 * follows the files of one source, one {@link dev.caravan.source.file.ReadQuantum} of blocks at a time, which
 * {@link dev.caravan.source.file.BlockReader} cuts. The batch stores a block's position together with its bytes, so a crash costs nothing
 * but time: lines that were read and not sealed are read again.
 *
 * <p>Two classes decide what a file is: {@link dev.caravan.source.file.RotationTracker} what happens at the followed paths,
 * {@link dev.caravan.source.file.RotatedFileScanner} what rotation leaves beside them. Both ask
 * {@link dev.caravan.source.file.FileIdentifier}, which decides by inode and, if that says nothing, by content
 * ({@link dev.caravan.source.file.Fingerprint}). Both change {@link dev.caravan.source.file.TrackedFiles}, the ledger's positions in
 * memory. Three rules hold everywhere:
 * <ul>
 * <li>what cannot be determined yet is not decided: an incomplete {@code .gz}, a file that is being truncated;
 * <li>no position is forgotten while its content may appear again, and a copy is remembered as one as long as it exists;
 * <li>in doubt, a line is read twice rather than not at all.
 * </ul>
 */
@NullMarked
package dev.caravan.source.file;

import org.jspecify.annotations.NullMarked;
