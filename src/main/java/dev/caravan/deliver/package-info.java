/**
 * Delivers sealed batches from the outbox to S3.
 *
 * <p>The route {@code deliver} polls the outbox with {@code file:} and passes each file to {@code aws2-s3} as a conditional PUT
 * ({@code If-None-Match: *}). Only the bean {@code delivery} deletes the local file, on proof that its bytes are stored under its key: the
 * answer has their checksum or MD5, or the object under the key is found to be the same. In all other cases the file stays and is tried
 * again. Sealed files never change, so a crash at any point leads to the same object with the same key.
 */
@NullMarked
package dev.caravan.deliver;

import org.jspecify.annotations.NullMarked;
