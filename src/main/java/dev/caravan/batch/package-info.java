/**
 * Collects blocks into batches and seals them into the outbox.
 *
 * <p>{@link dev.caravan.batch.BatchSink} is the aggregation strategy of the Kamelet {@code s3-batch-sink}. A
 * {@link dev.caravan.batch.Batch} is the open batch of one source. A {@link dev.caravan.batch.Seal} is the previous batch, which is sealed while
 * the open one fills. A seal writes in this order:
 * <ol>
 * <li>each part is finished (compressed stream closed) and forced to disk;
 * <li>the checkpoint is replaced by one with the new positions and the list of part and key: <b>the commit point</b>;
 * <li>each part is renamed to {@code outbox/<key>}.
 * </ol>
 * After a crash, {@link dev.caravan.batch.Recovery} finishes step 3 for the parts that the checkpoint names. Other parts of a file source
 * are discarded, because their lines are read again. Those of a command cannot be read again: they are journals, whose appends are forced
 * to disk, and which are cut back to their last whole line and sealed.
 */
@NullMarked
package dev.caravan.batch;

import org.jspecify.annotations.NullMarked;
