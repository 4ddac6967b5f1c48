package dev.caravan.pipeline;

/** A regular expression was given up; the message says why. Without a stack trace: there may be one for each line. */
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
