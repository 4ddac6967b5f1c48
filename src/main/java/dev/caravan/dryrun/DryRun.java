package dev.caravan.dryrun;

import dev.caravan.pipeline.Block;

/** Something that makes records of lines. */
public interface DryRun extends AutoCloseable {

    /**
     * What would be given to the batch for these lines.
     *
     * @throws TrialException the route failed
     */
    Block run(Block block);

    @Override
    void close();
}
