package dev.caravan.parse;

/** The parsers cannot be used as they are: a jar that a user has added has a mistake. The message says which, and what to do. */
public final class UnusableParsersException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    UnusableParsersException(String message) {
        super(message);
    }

    UnusableParsersException(String message, Throwable cause) {
        super(message, cause);
    }
}
