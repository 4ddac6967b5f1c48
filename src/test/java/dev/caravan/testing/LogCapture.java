package dev.caravan.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** What is logged in this process while it is open. */
public final class LogCapture implements AutoCloseable {

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final StreamHandler handler = new StreamHandler(log, new SimpleFormatter());

    public LogCapture() {
        Logger.getLogger("").addHandler(handler);
    }

    public String text() {
        handler.flush();
        return log.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(handler);
    }
}
