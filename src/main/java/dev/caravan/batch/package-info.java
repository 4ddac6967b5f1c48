/**
 * Collects blocks into batches and seals them into the outbox.
 *
 * <p>{@link dev.caravan.batch.BatchSink} is the aggregation strategy of the Kamelet {@code s3-batch-sink}; a
 * {@link dev.caravan.batch.Batch} is the open batch of one source, a {@link dev.caravan.batch.Seal} the one before it, which is
 * sealed while the open one is filled. Order of writes when a batch is sealed:
 * <ol>
 * <li>each part is finished (compressed stream closed) and forced to disk;
 * <li>the checkpoint is replaced by one with the new positions and the list of part and key: <b>the commit point</b>;
 * <li>each part is renamed to {@code outbox/<key>}.
 * </ol>
 * After a crash {@link dev.caravan.batch.Recovery} finishes step 3 for what the checkpoint names. Other parts of a file
 * source are thrown away, for their lines are read again. Those of a command cannot be read again: they are journals,
 * each append forced to disk, which are cut back to their last whole line and sealed.
 */
@NullMarked
package dev.caravan.batch;

import org.jspecify.annotations.NullMarked;
