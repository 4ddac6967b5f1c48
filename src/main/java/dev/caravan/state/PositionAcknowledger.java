package dev.caravan.state;

import dev.caravan.pipeline.Acknowledger;
import org.jspecify.annotations.Nullable;

/** Moves the stored position of a file, or of the journal, when the block is stored in the open batch. */
public final class PositionAcknowledger implements Acknowledger {

    private final Ledger ledger;
    private final long from;
    private FileCheckpoint after;

    /**
     * Creates an acknowledger of one block.
     *
     * @param from  the offset at which the block begins; for the journal, the number of records before it
     * @param after the position behind the block
     */
    public PositionAcknowledger(Ledger ledger, long from, FileCheckpoint after) {
        this.ledger = ledger;
        this.from = from;
        this.after = after;
    }

    @Override
    public boolean isNext() {
        FileCheckpoint now = ledger.position(after.id());
        return now != null && now.offset() == from;
    }

    @Override
    public void stored() {
        ledger.stored(after);
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
