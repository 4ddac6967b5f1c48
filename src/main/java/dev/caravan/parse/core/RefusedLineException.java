package dev.caravan.parse.core;

/** A parser does not understand a line. Carries no stack trace: refusing a line must be cheap. */
public final class RefusedLineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong with the line, for a person; must not quote the line */
    public RefusedLineException(String reason) {
        super(reason, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
