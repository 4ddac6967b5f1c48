package dev.caravan.health;

import dev.caravan.deliver.StoredObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of delivery at one moment.
 *
 * @param problem      why objects cannot be delivered; null if delivery works
 * @param failingSince time of the first failure, in milliseconds since 1970; 0 if delivery works
 * @param untilNextTry milliseconds until the next attempt; 0 for now
 * @param note         advice about the store, although delivery works; null if there is none
 * @param stored       number of attempts after which the bucket had the object
 * @param failed       number of failed attempts
 * @param recent       the objects that were stored last, latest first
 */
public record DeliverySnapshot(@Nullable String problem, long failingSince, long untilNextTry, @Nullable String note, long stored, long failed,
    List<StoredObject> recent) {
}
