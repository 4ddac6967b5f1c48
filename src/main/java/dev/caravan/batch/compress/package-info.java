/**
* Compresses what a batch writes: gzip by blocks in several threads, zstd in one, both behind the source's thread.
 *
 * <p>{@link dev.caravan.batch.compress.Compression} says which; {@link dev.caravan.batch.compress.LibDeflate} is used where the system has
 * it, and {@link dev.caravan.batch.compress.DeflateStreamOpener} makes its streams ones that can be followed by others.
 */
@NullMarked
package dev.caravan.batch.compress;

import org.jspecify.annotations.NullMarked;
