package dev.caravan.batch;

import java.io.IOException;

/** The output of a command is not in the batch, and cannot be had again: whoever holds it tries again. */
public final class NotStored extends IOException {

    private static final long serialVersionUID = 1L;

    NotStored(String message, Throwable cause) {
        super(message, cause);
    }
}
