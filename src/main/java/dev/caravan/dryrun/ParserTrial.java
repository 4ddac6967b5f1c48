package dev.caravan.dryrun;

import dev.caravan.parse.Parsers;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.parse.core.LineParser;
import dev.caravan.pipeline.Block;
import java.time.ZoneId;

/** Tries a parser that comes with Caravan. */
public final class ParserTrial implements DryRun {

    private final LineFormat format;

    /**
     * @param name name of the parser
     * @param zone zone of time stamps without one
     * @throws TrialException there is no such parser; the message lists those that there are
     */
    public ParserTrial(String name, ZoneId zone) {
        Parsers parsers = new Parsers(zone);
        LineParser parser = parsers.get(name);
        if (parser == null) {
            throw new TrialException("no parser '" + name + "'; there are " + String.join(", ", parsers.names()));
        }
        format = new LineFormat(parser);
    }

    @Override
    public Block run(Block block) {
        return format.parse(block);
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
