package dev.caravan.health;

/**
 * What waits for delivery at one moment.
 *
 * @param objects    how many
 * @param bytes      how much
 * @param limitBytes above it collecting pauses
 * @param full       whether it does
 * @param oldest     when the batch of the oldest object was opened, in milliseconds since 1970; 0 where none waits, or that is
 *                   not known
 */
public record OutboxSnapshot(long objects, long bytes, long limitBytes, boolean full, long oldest) {
}
