package dev.caravan.dryrun;

/** A route or a test cannot be tried. The message tells the user why. */
public final class TrialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TrialException(String message) {
        super(message);
    }

    TrialException(String what, Throwable cause) {
        super(what + ": " + root(cause), cause);
    }

    private static String root(Throwable e) {
        String best = e.toString();
        for (Throwable t = e; t != null; t = t.getCause()) {
            best = t.getMessage() == null ? best : t.getMessage().lines().findFirst().orElse(best);
        }
        return best;
    }
}
