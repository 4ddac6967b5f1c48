package dev.caravan.deliver;

import java.io.IOException;

/** A request was aborted because it made no progress or took too long. */
final class StalledException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message what did not happen, in words for the user */
    StalledException(String message, Throwable cause) {
        super(message, cause);
    }
}
