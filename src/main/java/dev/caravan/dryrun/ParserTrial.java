package dev.caravan.dryrun;

import dev.caravan.parse.Parsers;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.parse.core.LineParser;
import dev.caravan.pipeline.Block;
import java.time.ZoneId;

/** A trial of a parser that comes with Caravan. */
public final class ParserTrial implements DryRun {

    private final LineFormat format;

    /**
     * Creates a trial.
     *
     * @param name name of the parser
     * @param zone zone of time stamps without a zone
     * @throws TrialException if the parser is unknown; the message lists the known ones
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
        // A parser holds no resources.
    }
}
