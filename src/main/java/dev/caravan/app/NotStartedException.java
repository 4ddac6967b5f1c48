package dev.caravan.app;

import org.jspecify.annotations.Nullable;

/** The program cannot start. The message tells the user why, and what to do. */
public final class NotStartedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    /** The exit value if settings are wrong or unknown, or if others can change them. systemd does not restart Caravan after it. */
    static final int WRONG_SETTINGS = 2;

    private final int exitValue;

    NotStartedException(@Nullable String message, @Nullable Throwable cause) {
        this(message, cause, 1);
    }

    NotStartedException(@Nullable String message, @Nullable Throwable cause, int exitValue) {
        super(message, cause);
        this.exitValue = exitValue;
    }

    /** Returns why the program cannot start: the message of the first {@code NotStartedException} in the chain of causes, or of the last cause. */
    public static String explain(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof NotStartedException || t.getCause() == null) {
                return t.getMessage() == null ? t.toString() : t instanceof NotStartedException || t instanceof IllegalArgumentException
                    ? t.getMessage() : t.getClass().getSimpleName() + ": " + t.getMessage();
            }
        }
        return String.valueOf(e);
    }

    /** Returns the exit value for a start that failed with {@code e}: 2 if settings are wrong, otherwise 1. */
    public static int exitValue(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof NotStartedException refused) {
                return refused.exitValue;
            }
            if (t instanceof IllegalArgumentException) {
                return WRONG_SETTINGS;
            }
        }
        return 1;
    }
}
