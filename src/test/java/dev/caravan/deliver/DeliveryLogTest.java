package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.LogCapture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The first object is told, then a sum each hour; each one only where that is wanted. */
class DeliveryLogTest {

    private final DeliveryLog deliveries = new DeliveryLog();

    private void stored(String source, long minutes) {
        deliveries.stored(source, "s3://logs/" + source + "/" + minutes, 10, TimeUnit.MINUTES.toNanos(minutes));
    }

    @Test
    void theFirstAndThenSums() {
        try (LogCapture log = new LogCapture()) {
            stored("nginx", 0);
            assertTrue(log.text().contains("delivered s3://logs/nginx/0 (10 bytes), the first object since the start"), log.text());
            stored("nginx", 10);
            stored("auth", 20);
            stored("nginx", 59);
            assertEquals(1, log.text().lines().filter(line -> line.contains("delivered")).count(), log.text());
            stored(null, 61);
            assertTrue(log.text().contains("delivered 3 objects (30 bytes) in the last 61 min: auth 1, nginx 2"), log.text());
            stored("nginx", 125);
            assertTrue(log.text().contains("delivered 1 objects (10 bytes) in the last 64 min: others 1"), log.text());
        }
    }

    @Test
    void eachWhereThatIsWanted() {
        deliveries.each(true);
        try (LogCapture log = new LogCapture()) {
            stored("nginx", 0);
            stored("nginx", 1);
            assertTrue(log.text().contains("delivered s3://logs/nginx/1 (10 bytes)"), log.text());
            assertEquals(2, log.text().lines().filter(line -> line.contains("delivered")).count(), log.text());
        }
    }
}
