/**
 * The sealed batches that wait for their delivery: files in {@code state/outbox}, whose path is the key of their object.
 *
 * <p>The beans {@code outbox} and {@code outboxScheduler} belong to the endpoint of the route {@code deliver}. They decide when it polls, which
 * files may be sent now, which is sent first, and how long delivery pauses after a failure. {@link dev.caravan.outbox.WholeFiles} checks files
 * that an earlier process left. Files leave the outbox only by {@code deliver}, which knows what the bucket has.
 */
@NullMarked
package dev.caravan.outbox;

import org.jspecify.annotations.NullMarked;
