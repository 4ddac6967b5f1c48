package dev.caravan.systemd;

import java.io.IOException;

/** A channel to systemd. Thread-safe. */
interface Messenger {

    /**
     * Sends a message.
     *
     * @param message assignments of {@code sd_notify(3)}, such as {@code READY=1}, one per line
     * @throws IOException if the message was not sent; the exception says why
     */
    void send(String message) throws IOException;
}
