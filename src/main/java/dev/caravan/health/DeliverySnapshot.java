package dev.caravan.health;

import dev.caravan.deliver.StoredObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How delivery goes at one moment.
 *
 * @param problem      why something cannot be delivered; null while all can be
 * @param failingSince since when, in milliseconds since 1970; 0 while all can be
 * @param untilNextTry milliseconds until it is tried again; 0 for at once
 * @param note         what a person should know of the store, though all is delivered; or null
 * @param stored       attempts after which the bucket had the object
 * @param failed       attempts that failed
 * @param recent       objects that were stored last, the latest first
 */
public record DeliverySnapshot(@Nullable String problem, long failingSince, long untilNextTry, @Nullable String note, long stored, long failed,
    List<StoredObject> recent) {
}
