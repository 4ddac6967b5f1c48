package dev.caravan.state;

import dev.caravan.flow.SourceStats;

/** One source while the program runs: it lives across reloads of its route. Thread safe. */
public final class Source {

    private final Ledger ledger;
    private final SourceStats stats;
    private final OutboxSpace outbox;
    private final String host;
    private Object owner;

    Source(Ledger ledger, SourceStats stats, OutboxSpace outbox, String host) {
        this.ledger = ledger;
        this.stats = stats;
        this.outbox = outbox;
        this.host = host;
    }

    public String name() {
        return ledger.source();
    }

    public Ledger ledger() {
        return ledger;
    }

    public SourceStats stats() {
        return stats;
    }

    /** The machine's name, for records and keys. */
    public String host() {
        return host;
    }

    /** Whether collecting must wait because the outbox is full. */
    public boolean isPaused() {
        return outbox.isFull();
    }

    /** Whether a route collects for this source now. */
    public synchronized boolean isAttached() {
        return owner != null;
    }

    synchronized void attach(Object by) {
        if (owner != null && owner != by) {
            throw new IllegalArgumentException("two routes have the source " + name()
                + ": give each a name of its own in its source parameter");
        }
        owner = by;
    }

    /** The route of this source has stopped. */
    public synchronized void detach(Object by) {
        if (owner == by) {
            owner = null;
        }
    }
}
