package dev.caravan.dryrun;

import dev.caravan.pipeline.Block;

/** A trial of a parser or a route: turns lines into records without shipping them. */
public interface DryRun extends AutoCloseable {

    /**
     * Returns the block that would be appended to the batch for these lines.
     *
     * @throws TrialException if the route failed
     */
    Block run(Block block);

    @Override
    void close();
}
