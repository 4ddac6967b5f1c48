package dev.caravan.routes;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletEndpointUriFactory;

/**
 * Lets the parameters of Caravan's Kamelets arrive as they are written in a route file. Camel makes an address of them in between, in
 * which {@code &}, {@code %20} or {@code +} mean something else, unless a parameter is {@code RAW(…)}, as it does with secret ones.
 */
public final class KameletTexts extends KameletEndpointUriFactory {

    /** All whose values are names, paths, patterns or commands. */
    private static final Set<String> TEXTS = Set.of("directory", "fileName", "exclude", "rotatedDirectory", "multilineStart", "command", "matches",
        "drop", "keep", "field", "fields", "pattern", "value", "renames", "disabled", "enabled", "replacement");

    private KameletTexts() {
    }

    /** To be called before routes are loaded. */
    public static void register(CamelContext context) {
        context.getRegistry().bind("caravanKameletTexts", new KameletTexts());
    }

    @Override
    public Set<String> secretPropertyNames() {
        return TEXTS;
    }
}
