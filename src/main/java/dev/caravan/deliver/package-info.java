/**
 * Delivers sealed batches from the outbox to S3.
 *
 * <p>The route {@code deliver} polls the outbox with {@code file:} and hands each file to {@code aws2-s3} as a
 * conditional PUT ({@code If-None-Match: *}). The bean {@code delivery} deletes the local file, and nobody else does, on proof
 * that its bytes stand under its key: the answer has their checksum or MD5, or what stands there is found to be the same.
 * Whatever else happens, the file stays and is tried again. Sealed files never change, so a crash at any point leads to the
 * same object under the same key.
 */
@NullMarked
package dev.caravan.deliver;

import org.jspecify.annotations.NullMarked;
