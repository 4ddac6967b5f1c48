package dev.caravan.deliver;

import java.io.IOException;

/** The outbox pauses, after a failure or for a stop. The file itself did not fail. */
final class PausedException extends IOException {

    private static final long serialVersionUID = 1L;

    PausedException() {
        super("the outbox pauses");
    }
}
