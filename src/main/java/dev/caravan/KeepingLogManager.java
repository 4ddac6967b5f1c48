package dev.caravan;

import java.util.logging.LogManager;

/** A log manager that goes on during the shutdown of the virtual machine, in which batches are sealed and delivered. */
public final class KeepingLogManager extends LogManager {

    @Override
    public void reset() {
        // The standard one closes all handlers in a shutdown hook of its own, at the same time as ours.
    }
}
