package dev.caravan.routes;

import dev.caravan.config.Nearest;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.support.RouteTemplateHelper;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that Kamelets have. Camel takes any, and ignores those that a Kamelet does not have: a misspelt {@code drop} would
 * drop nothing, without a word.
 */
public final class KameletParameters {

    /** What Camel's own endpoint takes. */
    private static final Set<String> OF_CAMEL = Set.of("location", "block", "timeout", "failIfNoConsumers", "noErrorHandler",
        "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer", "templateId", "routeId", "uuid");

    private KameletParameters() {
    }

    /**
     * Looks at the uses in a file. Loads their Kamelets, which are then there for the routes.
     *
     * @throws IllegalArgumentException one has a parameter that its Kamelet does not have; the message has the nearest that it has
     */
    static void mustExist(ModelCamelContext context, RouteText text) {
        for (KameletUse use : text.steps().kamelets()) {
            Set<String> known = use.parameters().isEmpty() ? null : of(context, use.name());
            if (known == null) {
                continue;
            }
            for (String parameter : use.parameters()) {
                if (!known.contains(parameter) && !OF_CAMEL.contains(parameter)) {
                    String nearest = Nearest.to(parameter, 0, known);
                    throw new RouteMistakeException(text.lineOf(parameter), use.name() + " has no parameter " + parameter + (nearest == null
                        ? "; it has " + String.join(", ", known) : "; did you mean " + nearest + "?"));
                }
            }
        }
    }

    /**
     * For route files outside of {@link RouteFiles}.
     *
     * @param name for the message
     * @throws IllegalArgumentException as above, with name and line
     */
    public static void mustExist(ModelCamelContext context, String name, String text) {
        RouteText route = new RouteText(text);
        try {
            mustExist(context, route);
        } catch (RouteMistakeException e) {
            throw new IllegalArgumentException(RouteText.explain(name, text, e), e);
        }
    }

    /** Null where the Kamelet cannot be loaded: Camel tells that when it makes the route. */
    private static @Nullable Set<String> of(ModelCamelContext context, String name) {
        try {
            if (context.getRouteTemplateDefinition(name) == null) {
                String location = context.getComponent("kamelet", KameletComponent.class).getLocation();
                RouteTemplateHelper.loadRouteTemplateFromLocation(context, null, name, location);
            }
        } catch (Exception e) {
            return null;
        }
        RouteTemplateDefinition kamelet = context.getRouteTemplateDefinition(name);
        return kamelet == null ? null : kamelet.getTemplateParameters().stream().map(RouteTemplateParameterDefinition::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    }
}
