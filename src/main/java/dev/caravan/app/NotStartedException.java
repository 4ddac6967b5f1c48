package dev.caravan.app;

import org.jspecify.annotations.Nullable;

/** Nothing can be started; the message is for the user. */
public final class NotStartedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    /** Exit value where settings are wrong, or unknown, or others can change them: systemd does not start Caravan again. */
    static final int WRONG_SETTINGS = 2;

    private final int exitValue;

    NotStartedException(@Nullable String message, @Nullable Throwable cause) {
        this(message, cause, 1);
    }

    NotStartedException(@Nullable String message, @Nullable Throwable cause, int exitValue) {
        super(message, cause);
        this.exitValue = exitValue;
    }

    /** Why the program cannot start, in words of a user: the message of the first cause that has something to say. */
    public static String explain(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof NotStartedException || t.getCause() == null) {
                return t.getMessage() == null ? t.toString() : t instanceof NotStartedException || t instanceof IllegalArgumentException
                    ? t.getMessage() : t.getClass().getSimpleName() + ": " + t.getMessage();
            }
        }
        return String.valueOf(e);
    }

    /** The exit value of a program that cannot start for this: 2 where settings are wrong, 1 else. */
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
