package dev.caravan.routes;

/** A mistake in a route file whose line is known. */
final class RouteMistakeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line number of the line, from 1; 0 if it was not found */
    RouteMistakeException(int line, String message) {
        super(message);
        this.line = line;
    }

    int line() {
        return line;
    }
}
