package dev.caravan.routes;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletEndpointUriFactory;

/**
 * The parameters of Caravan's Kamelets that must arrive unchanged. Camel passes parameters on in a URI, where {@code &}, {@code %20} and
 * {@code +} have another meaning. It wraps secret parameters in {@code RAW(…)}, which avoids that, so this class declares them as secret.
 */
public final class KameletTexts extends KameletEndpointUriFactory {

    /** Parameters whose values are names, paths, patterns or commands. */
    private static final Set<String> TEXTS = Set.of("directory", "fileName", "exclude", "rotatedDirectory", "multilineStart", "command", "matches",
        "drop", "keep", "field", "fields", "pattern", "value", "renames", "disabled", "enabled", "replacement");

    private KameletTexts() {
    }

    /** Registers the parameters. Must be called before routes are loaded. */
    public static void register(CamelContext context) {
        context.getRegistry().bind("caravanKameletTexts", new KameletTexts());
    }

    @Override
    public Set<String> secretPropertyNames() {
        return TEXTS;
    }
}
