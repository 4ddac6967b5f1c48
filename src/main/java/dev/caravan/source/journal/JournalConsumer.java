package dev.caravan.source.journal;

import dev.caravan.pipeline.Block;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

/** Passes on blocks of records one after the other: reads the next one when the previous one is stored. */
final class JournalConsumer extends ScheduledPollConsumer {

    /** Number of blocks per poll. Between polls, a stop and the check for stuck sources have their turn. */
    private static final int BLOCKS = 32;

    private final JournalSource journal;

    JournalConsumer(JournalEndpoint endpoint, Processor processor, JournalSource journal) {
        super(endpoint, processor);
        this.journal = journal;
    }

    @Override
    protected int poll() throws Exception {
        int handed = 0;
        while (handed < BLOCKS && isRunAllowed() && !isSuspending() && !isSuspended()) {
            Block block = journal.next();
            if (block == null) {
                break;
            }
            if (!isStored(block)) {
                // Not retried at once: the next poll reads the block again.
                return 0;
            }
            handed++;
        }
        return handed;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        journal.release();
    }

    private boolean isStored(Block block) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(block);
            getProcessor().process(exchange);
            boolean stored = journal.isStored();
            if (!stored && exchange.getException() == null) {
                throw new IllegalStateException("records of the journal were not stored: the route must pass every block to"
                    + " kamelet:s3-batch-sink; they are read again");
            }
            // The route's error handler has reported the failure.
            return stored;
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
