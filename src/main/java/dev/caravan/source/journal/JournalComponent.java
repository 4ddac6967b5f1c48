package dev.caravan.source.journal;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The component {@code journal:source?source=#bean:name}, with Camel's options of endpoints that are polled. */
public final class JournalComponent extends DefaultComponent {

    /** The component's name in addresses. */
    public static final String SCHEME = "journal";

    private static final Duration DELAY = Duration.ofSeconds(1);

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        JournalSource journal = resolveAndRemoveReferenceParameter(parameters, "journal", JournalSource.class);
        if (journal == null) {
            throw new IllegalArgumentException(SCHEME + ": has no parameter journal; use kamelet:journal-source");
        }
        JournalEndpoint endpoint = new JournalEndpoint(uri, this, journal);
        // The others are set by their names; a duration has a unit, which only a configurer made for the class would know.
        endpoint.setDelay(getAndRemoveParameter(parameters, "delay", Duration.class, DELAY).toMillis());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
