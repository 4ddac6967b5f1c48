package dev.caravan.routes;

import org.apache.camel.model.ModelCamelContext;

/** The mistakes in a route file that Camel would not find, or not explain, for files that {@link RouteFiles} does not manage. */
public final class RouteMistakes {

    private RouteMistakes() {
    }

    /**
     * Checks a route file. Loads the Kamelets that it uses into the context.
     *
     * @param text text of the file
     * @throws IllegalArgumentException if it names a parser, or a parameter of a Kamelet, that does not exist; {@link RouteText#explain} adds
     *                                  file and line
     */
    public static void mustNotBeIn(ModelCamelContext context, String text) {
        RouteText route = new RouteText(text);
        new RouteAdvice(context, new RouteFolder(null)).mustKnowParsers(route);
        KameletParameters.mustExist(context, route);
    }
}
