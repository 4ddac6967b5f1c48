package dev.caravan.health;

import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log's report at the start: where objects go, and which files each source follows. Later, it logs each change of the followed files. */
public final class StartReport extends EventNotifierSupport {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");

    private final CamelContext context;
    private final Sources sources;
    private final Map<String, String> told = new ConcurrentHashMap<>();

    public StartReport(CamelContext context, Sources sources) {
        this.context = context;
        this.sources = sources;
    }

    /**
     * Logs the destination, and registers for changes.
     *
     * @param target sentences about the settings and the destination
     */
    public void install(List<String> target) {
        setIgnoreExchangeEvents(true);
        context.getManagementStrategy().addEventNotifier(this);
        sources.onNew(source -> source.stats().onFollowing(text -> tell(source, text)));
        target.forEach(LOG::info);
        LOG.info("the state directory is {}{}", sources.directory().root(), sources.outbox().files() == 0 ? ""
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
        LOG.info("started; JMX shows the routes, in org.apache.camel and dev.caravan");
    }
}
