package dev.caravan.testing;

import dev.caravan.app.Shipper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Caravan within the test's process, with the routes as they ship. */
public final class InProcess implements AutoCloseable {

    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final Shipper shipper = new Shipper(delivered::add);

    /** Starts it with these settings; routes are those of the project. */
    public InProcess(Map<String, String> settings) {
        settings.forEach(shipper.main()::addOverrideProperty);
        try {
            shipper.start();
        } catch (RuntimeException e) {
            shipper.close();
            throw e;
        }
    }

    /** Keys as they were delivered. */
    public List<String> delivered() {
        return delivered;
    }

    public Shipper shipper() {
        return shipper;
    }

    /** The graceful stop. */
    @Override
    public void close() {
        shipper.stop();
    }
}
