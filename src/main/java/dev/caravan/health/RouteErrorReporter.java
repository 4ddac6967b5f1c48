package dev.caravan.health;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.OutOfMemory;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.logging.Repeats;
import dev.caravan.state.Sources;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code problems}, which logs an error of a route in one line. Thread-safe. */
public final class RouteErrorReporter {

    private static final Logger LOG = LoggerFactory.getLogger(RouteErrorReporter.class);

    private final Sources sources;
    private final Repeats repeats = new Repeats();

    public RouteErrorReporter(Sources sources) {
        this.sources = sources;
    }

    /** Returns the message of the first exception that is not a wrapper of Camel's. */
    private static String text(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null && t.getClass().getName().startsWith("org.apache.camel.")) {
            t = t.getCause();
        }
        return t.getMessage() == null ? t.toString() : t.getMessage();
    }

    /** Logs the exception of an exchange, a repeated one at growing intervals, and adds the problem to the source. */
    public void report(Exchange exchange) {
        Throwable e = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        String text = e == null ? "unknown error" : text(e);
        Block block = exchange.getProperty(SharedNames.BLOCK_PROPERTY, Block.class);
        String where = block == null ? exchange.getFromRouteId() : block.origin().source();
        OutOfMemory.endIf(where, e);
        String again = repeats.next(where + ": " + text);
        if (again != null) {
            LOG.error("{}: {}{}", where, text, again);
            LOG.debug("{}", where, e);
        }
        if (block != null) {
            SourceStats stats = sources.get(block.origin().source()).stats();
            stats.count(SourceStats.Event.FAILED);
            stats.problem(SourceStats.ROUTE, text);
        }
    }
}
