/**
 * Delivers sealed batches from the outbox to S3.
 *
 * <p>The route {@code deliver} polls the outbox with {@code file:} and hands each file to {@code aws2-s3} as a
 * conditional PUT ({@code If-None-Match: *}). The local file is deleted when S3 has said that the object is stored, or
 * when an object of the same size and checksum is there already. Whatever else happens, the file stays and is tried
 * again. Sealed files never change, so a crash at any point leads to the same object under the same key.
 */
package dev.caravan.deliver;
