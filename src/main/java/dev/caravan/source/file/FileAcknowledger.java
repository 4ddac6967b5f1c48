package dev.caravan.source.file;

import dev.caravan.pipeline.Acknowledger;
import dev.caravan.state.Ledger;
import dev.caravan.state.FileCheckpoint;
import org.jspecify.annotations.Nullable;

/** Moves the file's stored position when the block is stored in the open batch. */
final class FileAcknowledger implements Acknowledger {

    private final Ledger ledger;
    private final FileCheckpoint from;
    private FileCheckpoint after;

    FileAcknowledger(Ledger ledger, FileCheckpoint from, FileCheckpoint after) {
        this.ledger = ledger;
        this.from = from;
        this.after = after;
    }

    @Override
    public boolean isNext() {
        FileCheckpoint now = ledger.position(from.id());
        return now != null && now.offset() == from.offset();
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
