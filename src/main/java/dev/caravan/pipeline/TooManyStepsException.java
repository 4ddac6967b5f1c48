package dev.caravan.pipeline;

/** The matcher gave up on a regular expression; the message says why. Has no stack trace: there may be one exception per line. */
public final class TooManyStepsException extends Exception {

    private static final long serialVersionUID = 1L;

    TooManyStepsException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
