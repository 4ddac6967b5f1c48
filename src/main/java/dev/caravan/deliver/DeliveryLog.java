package dev.caravan.deliver;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs delivered objects: the first one, and then their number each hour; or every one if the user wants that
 * ({@code caravan.log.deliveries = each}). The first delivery after an hour logs the sum, so no timer is needed. Thread-safe.
 */
final class DeliveryLog {

    private static final Logger LOG = LoggerFactory.getLogger("caravan.delivery");
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final Map<String, Long> objects = new TreeMap<>();
    private boolean each;
    private boolean begun;
    private long bytes;
    private long since;

    /** Sets whether every object is logged. */
    synchronized void each(boolean wanted) {
        each = wanted;
    }

    /**
     * Logs or counts a stored object.
     *
     * @param source name of its source; null if that is not known
     * @param place  bucket and key
     * @param size   size in bytes
     * @param now    value of {@link System#nanoTime()}
     */
    synchronized void stored(@Nullable String source, String place, long size, long now) {
        if (each) {
            LOG.info("delivered {} ({} bytes)", place, size);
            return;
        }
        if (!begun) {
            begun = true;
            since = now;
            LOG.info("delivered {} ({} bytes), the first object since the start; a sum follows each hour", place, size);
            return;
        }
        LOG.debug("delivered {} ({} bytes)", place, size);
        if (now - since >= HOUR) {
            tell(now);
        }
        objects.merge(source == null ? "others" : source, 1L, Long::sum);
        bytes += size;
    }

    private void tell(long now) {
        long sum = objects.values().stream().mapToLong(Long::longValue).sum();
        LOG.info("delivered {} objects ({} bytes) in the last {} min: {}", sum, bytes, TimeUnit.NANOSECONDS.toMinutes(now - since),
            objects.toString().replaceAll("[{}]", "").replace('=', ' '));
        objects.clear();
        bytes = 0;
        since = now;
    }
}
