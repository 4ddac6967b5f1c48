package dev.caravan;

import dev.caravan.logging.LogFormatter;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * A log manager that keeps logging while the virtual machine shuts down, because batches are sealed and delivered then. All its handlers use
 * {@link LogFormatter}, which escapes what others wrote.
 */
public final class KeepingLogManager extends LogManager {

    @Override
    public boolean addLogger(Logger logger) {
        boolean added = super.addLogger(logger);
        // The root logger gets its handlers later, from the configuration.
        if (added && logger.getName() != null && !logger.getName().isEmpty()) {
            LogFormatter.install(logger);
        }
        return added;
    }

    @Override
    public void reset() {
        // Does nothing: LogManager calls reset in a shutdown hook, which would close all handlers while Caravan's own hook still logs.
    }
}
