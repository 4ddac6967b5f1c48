package dev.caravan.source.journal;

import dev.caravan.pipeline.Acknowledger;
import dev.caravan.state.Ledger;
import dev.caravan.state.FileCheckpoint;
import org.jspecify.annotations.Nullable;

/** Moves the source's place in the journal when the block is stored in the open batch. */
final class JournalAcknowledger implements Acknowledger {

    private final Ledger ledger;
    private final long from;
    private FileCheckpoint after;

    /**
     * Creates an acknowledger.
     *
     * @param from  number of records stored before the block
     * @param after the place after the block is stored
     */
    JournalAcknowledger(Ledger ledger, long from, FileCheckpoint after) {
        this.ledger = ledger;
        this.from = from;
        this.after = after;
    }

    @Override
    public void stored() {
        ledger.stored(after);
    }

    @Override
    public boolean isNext() {
        FileCheckpoint now = ledger.position(after.id());
        return now != null && now.offset() == from;
    }

    @Override
    public boolean canRepeat() {
        return true;
    }

    @Override
    public @Nullable String parserState() {
        return after.parserState();
    }

    @Override
    public void parserState(@Nullable String state) {
        after = after.withParserState(state);
    }
}
