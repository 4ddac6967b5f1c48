package dev.caravan;

import dev.caravan.logging.LogFormatter;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * A log manager that goes on during the shutdown of the virtual machine, in which batches are sealed and delivered, and whose handlers
 * all write clean lines.
 */
public final class KeepingLogManager extends LogManager {

    @Override
    public boolean addLogger(Logger logger) {
        boolean added = super.addLogger(logger);
        // The root's handlers are made later, when the configuration was read.
        if (added && logger.getName() != null && !logger.getName().isEmpty()) {
            LogFormatter.install(logger);
        }
        return added;
    }

    @Override
    public void reset() {
        // The standard one closes all handlers in a shutdown hook of its own, at the same time as ours.
    }
}
