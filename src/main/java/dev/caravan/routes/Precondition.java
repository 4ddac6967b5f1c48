package dev.caravan.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** The precondition of a route, evaluated as Camel does when it creates the route. */
public final class Precondition {

    private Precondition() {
    }

    /**
     * Reports whether Camel would create a route.
     *
     * @param context context with the values of placeholders and the beans that the precondition names
     * @param text    the precondition, in Camel's simple language; null if there is none
     */
    public static boolean holds(CamelContext context, @Nullable String text) {
        if (text == null) {
            return true;
        }
        String resolved = context.resolvePropertyPlaceholders(text);
        if (!resolved.contains("${")) {
            return resolved.equals("true");
        }
        Predicate predicate = context.resolveLanguage("simple").createPredicate(resolved);
        predicate.init(context);
        return predicate.matches(new DefaultExchange(context));
    }
}
