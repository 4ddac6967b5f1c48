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
 * A check of the parameters of Kamelets. Camel silently ignores parameters that a Kamelet does not have: a misspelt {@code drop} would drop
 * nothing.
 */
final class KameletParameters {

    /** Parameters of Camel's Kamelet endpoint. The Kamelet never gets them, even if it has a parameter of the name. */
    static final Set<String> OF_CAMEL = Set.of("location", "block", "timeout", "failIfNoConsumers", "noErrorHandler",
        "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer", "templateId", "routeId", "uuid");
    /** Those of them that do nothing where a route begins. */
    private static final Set<String> OF_PRODUCERS = Set.of("block", "timeout", "failIfNoConsumers", "lazyStartProducer");

    private KameletParameters() {
    }

    /**
     * Checks all uses of Kamelets in a file. Loads these Kamelets into the context.
     *
     * @throws IllegalArgumentException if a Kamelet does not have a parameter; the message suggests the nearest one
     */
    static void mustExist(ModelCamelContext context, RouteText text) {
        for (KameletUse use : text.steps().kamelets()) {
            Set<String> known = use.parameters().isEmpty() ? null : of(context, use.name());
            if (known == null) {
                continue;
            }
            for (String parameter : use.parameters()) {
                if (known.contains(parameter) && OF_CAMEL.contains(parameter)) {
                    throw new RouteMistakeException(text.lineOf(parameter), "Camel takes the parameter " + parameter + " for itself, so " + use.name()
                        + " would get its default: rename it in the Kamelet");
                }
                boolean ofCamel = OF_CAMEL.contains(parameter) && !(use.name().endsWith("-source") && OF_PRODUCERS.contains(parameter));
                if (!known.contains(parameter) && !ofCamel) {
                    String nearest = Nearest.to(parameter, 0, known);
                    throw new RouteMistakeException(text.lineOf(parameter), use.name() + " has no parameter " + parameter + (nearest == null
                        ? "; it has " + String.join(", ", known) : "; did you mean " + nearest + "?"));
                }
            }
        }
    }

    /** Returns the parameters of a Kamelet; null if it cannot be loaded, which Camel reports when it creates the route. */
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
