package dev.caravan.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** The precondition of a route, as Camel evaluates it when it makes the route. */
public final class Precondition {

    private Precondition() {
    }

    /**
     * Whether a route is to be made.
     *
     * @param context has the values of placeholders, and the beans that are named
     * @param text    the precondition, in Camel's simple language; null for none
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
