package dev.caravan.systemd;

import java.io.IOException;

/** A way to systemd. Thread safe. */
interface Messenger {

    /**
     * Sends a message.
     *
     * @param message assignments as {@code sd_notify(3)} has them, such as {@code READY=1}, a line each
     * @throws IOException it was not sent; the message says why
     */
    void send(String message) throws IOException;
}
