package dev.caravan.check;

/**
 * What was found about one thing.
 *
 * @param level   how bad it is
 * @param subject what it is about: settings, routes, a source, state, bucket
 * @param text    what was found, and what to do
 */
public record CheckResult(Level level, String subject, String text) {

    /** How bad it is. */
    public enum Level {
        /** It works. */
        OK,
        /** It works, but a person may not want it so. */
        NOTE,
        /** It would not work. */
        FAIL
    }
}
