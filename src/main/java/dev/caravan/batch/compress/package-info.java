/**
 * Compresses the output of batches: gzip by blocks in several threads, zstd in one, both outside of the source's thread.
 *
 * <p>{@link dev.caravan.batch.compress.Compression} selects the method. {@link dev.caravan.batch.compress.LibDeflate} is used if the system
 * has libdeflate; {@link dev.caravan.batch.compress.DeflateStreamOpener} opens its streams, so that others can follow.
 */
@NullMarked
package dev.caravan.batch.compress;

import org.jspecify.annotations.NullMarked;
