package dev.caravan.source.journal;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.ScheduledPollEndpoint;

/** The endpoint of the records of one source. */
final class JournalEndpoint extends ScheduledPollEndpoint {

    private final JournalSource journal;

    JournalEndpoint(String uri, JournalComponent component, JournalSource journal) {
        super(uri, component);
        this.journal = journal;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        JournalConsumer consumer = new JournalConsumer(this, processor, journal);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("the journal is only read");
    }

    @Override
    public boolean isSingletonProducer() {
        return false;
    }
}
