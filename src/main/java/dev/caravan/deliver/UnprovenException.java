package dev.caravan.deliver;

import java.io.IOException;

/** Nothing proves that the bucket has the bytes of a file. The message says why, in words for the user. */
final class UnprovenException extends IOException {

    /** A portal, a proxy or a broken gateway answered. */
    static final String NOT_S3 = "the answer did not come from an S3 server; is there a proxy or a captive portal?";

    private static final long serialVersionUID = 1L;

    UnprovenException(String message) {
        super(message);
    }

    /** Returns the exception for a store that contradicts itself. */
    static UnprovenException nothingThere() {
        return new UnprovenException("S3 answered that there is an object under the key, and then that there is none");
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
