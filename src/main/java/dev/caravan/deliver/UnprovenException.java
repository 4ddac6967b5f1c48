package dev.caravan.deliver;

import java.io.IOException;

/** Nothing shows that the bucket has the bytes of a file; the message says why, in words of a user. */
final class UnprovenException extends IOException {

    /** A portal, a proxy or a broken gateway has answered. */
    static final String NOT_S3 = "the answer did not come from an S3 server; is there a proxy or a captive portal?";

    private static final long serialVersionUID = 1L;

    UnprovenException(String message) {
        super(message);
    }

    /** The store contradicts itself. */
    static UnprovenException nothingThere() {
        return new UnprovenException("S3 answered that there is an object under the key, and then that there is none");
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
