package dev.caravan.observe;

import dev.caravan.flow.Block;
import dev.caravan.flow.OutOfMemory;
import dev.caravan.flow.SourceStats;
import dev.caravan.state.Sources;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line what went wrong in a route; the bean {@code problems}. Thread safe. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final long AGAIN_MILLIS = 60_000;

    private final Sources sources;
    private final Map<String, Long> said = new ConcurrentHashMap<>();

    public Problems(Sources sources) {
        this.sources = sources;
    }

    /** What the first exception says that is not Camel's wrapping of another. */
    private static String text(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null && t.getClass().getName().startsWith("org.apache.camel.")) {
            t = t.getCause();
        }
        return t.getMessage() == null ? t.toString() : t.getMessage();
    }

    /** Logs the exception of an exchange, the same one at most each minute, and notes it at its source. */
    public void report(Exchange exchange) {
        Throwable e = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        String text = e == null ? "unknown error" : text(e);
        Block block = exchange.getProperty(Block.PROPERTY, Block.class);
        String where = block == null ? exchange.getFromRouteId() : block.origin().source();
        OutOfMemory.endIf(where, e);
        long now = System.currentTimeMillis();
        Long last = said.put(where + text, now);
        if (last == null || now - last > AGAIN_MILLIS) {
            LOG.error("{}: {}", where, text);
            LOG.debug("{}", where, e);
        }
        if (said.size() > 1000) {
            said.clear();
        }
        if (block != null) {
            SourceStats stats = sources.get(block.origin().source()).stats();
            stats.count(SourceStats.Event.FAILED);
            stats.problem(SourceStats.ROUTE, text);
        }
    }
}
