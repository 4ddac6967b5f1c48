package dev.caravan.observe;

import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells at the start, in a few lines, where objects go and what is followed; and later, when what is followed changes. */
public final class StartReport extends EventNotifierSupport {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");

    private final CamelContext context;
    private final Sources sources;
    private final String bucket;
    private final String embedded;
    private final Map<String, String> told = new ConcurrentHashMap<>();

    /** @param embedded the command that shows the objects in the embedded server, or null */
    public StartReport(CamelContext context, Sources sources, String bucket, String embedded) {
        this.context = context;
        this.sources = sources;
        this.bucket = bucket;
        this.embedded = embedded;
    }

    /** Begins to listen. */
    public void install() {
        setIgnoreExchangeEvents(true);
        context.getManagementStrategy().addEventNotifier(this);
        sources.onNew(source -> source.stats().onFollowing(text -> tell(source, text)));
        LOG.info("objects go to s3://{}{}", bucket, embedded == null ? "" : " in the embedded server; look at them with: "
            + embedded);
        LOG.info("state is kept in {}{}", sources.directory().root(), sources.outbox().files() == 0 ? ""
            : "; " + sources.outbox().files() + " objects wait in its outbox");
    }

    private void tell(Source source, String text) {
        if (!text.equals(told.put(source.name(), text))) {
            LOG.info("{}: {}", source.name(), text);
        }
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event.getType() == CamelEvent.Type.CamelContextStarted;
    }

    @Override
    public void notify(CamelEvent event) {
        LOG.info("started; routes can be looked at over JMX, in org.apache.camel and dev.caravan");
    }
}
