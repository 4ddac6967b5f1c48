package dev.caravan.source.journal;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The component {@code journal:source?source=#bean:name}, with Camel's options for polling endpoints. */
public final class JournalComponent extends DefaultComponent {

    /** Name of the component in URIs. */
    public static final String SCHEME = "journal";

    private static final Duration DELAY = Duration.ofSeconds(1);

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        JournalSource journal = resolveAndRemoveReferenceParameter(parameters, "journal", JournalSource.class);
        if (journal == null) {
            throw new IllegalArgumentException(SCHEME + ": has no parameter journal; use kamelet:journal-source");
        }
        JournalEndpoint endpoint = new JournalEndpoint(uri, this, journal);
        // The other parameters are set by name. A duration has a unit, which only a configurer generated for the class would handle.
        endpoint.setDelay(getAndRemoveParameter(parameters, "delay", Duration.class, DELAY).toMillis());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
