package dev.caravan.routes;

/** A mistake in a route file of which the line is known. */
final class RouteMistakeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line from 1; 0 where it is not known after all */
    RouteMistakeException(int line, String message) {
        super(message);
        this.line = line;
    }

    int line() {
        return line;
    }
}
