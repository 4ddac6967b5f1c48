package dev.caravan.source.journal;

import dev.caravan.pipeline.Block;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

/** Hands blocks of records on, one after the other: the next is read when the one before is stored. */
final class JournalConsumer extends ScheduledPollConsumer {

    /** So many in a poll: then a stop, and who looks whether it still goes on, have their turn. */
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
                // Not at once: it is read again in the next poll.
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
                throw new IllegalStateException("records of the journal were not stored: the route must hand every block to"
                    + " kamelet:s3-batch-sink; they are read again");
            }
            // What failed was told by the route's error handler.
            return stored;
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
