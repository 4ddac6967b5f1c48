package dev.caravan.config;

/** The name of a Kamelet's parameter, as messages have it. */
public final class ParameterName {

    private ParameterName() {
    }

    /**
     * Returns the name with that of its source.
     *
     * @param source empty if it is not known: Camel sets parameters in the order of their names, before {@code source} too
     */
    public static String of(String parameter, String source) {
        return source.isEmpty() ? parameter : parameter + " of source " + source;
    }
}
