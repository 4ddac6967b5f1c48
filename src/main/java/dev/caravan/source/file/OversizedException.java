package dev.caravan.source.file;

import java.io.IOException;

/** A compressed file unpacks to more than it should: it may be one that was made to fill disks. The rest of it is left. */
final class OversizedException extends IOException {

    private static final long serialVersionUID = 1L;

    OversizedException(String message) {
        super(message);
    }
}
