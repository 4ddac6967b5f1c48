package dev.caravan.source.file;

import java.io.IOException;

/** A compressed file unpacks to more than it may: it may have been made to fill disks. The rest is not read. */
final class OversizedException extends IOException {

    private static final long serialVersionUID = 1L;

    OversizedException(String message) {
        super(message);
    }
}
