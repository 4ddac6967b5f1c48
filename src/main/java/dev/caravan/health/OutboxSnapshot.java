package dev.caravan.health;

/**
 * The outbox at one moment.
 *
 * @param objects    number of objects
 * @param bytes      their size, in bytes
 * @param limitBytes size above which collecting pauses, in bytes
 * @param full       whether collecting is paused
 * @param oldest     time at which the batch of the oldest object was opened, in milliseconds since 1970; 0 if the outbox is empty, or the
 *                   time is unknown
 */
public record OutboxSnapshot(long objects, long bytes, long limitBytes, boolean full, long oldest) {
}
