package dev.caravan.batch;

import dev.caravan.pipeline.Acknowledger;
import dev.caravan.state.Ledger;

/** The acknowledger of lines of the file that a ledger knows as 1; its offsets are numbers of lines. Of a command: of no file. */
final class LedgerAcknowledger implements Acknowledger {

    private final Ledger ledger;
    private final long from;
    private final long to;
    private final boolean command;

    /**
     * @param from    number of the block's first line
     * @param to      number of the line behind its last
     * @param command its lines cannot be read again
     */
    LedgerAcknowledger(Ledger ledger, long from, long to, boolean command) {
        this.ledger = ledger;
        this.from = from;
        this.to = to;
        this.command = command;
    }

    @Override
    public void stored() {
        if (!command) {
            ledger.stored(ledger.position(1).at(to, 0, null, false));
        }
    }

    @Override
    public boolean isNext() {
        return command || ledger.position(1).offset() == from;
    }

    @Override
    public boolean canRepeat() {
        return !command;
    }

    @Override
    public String parserState() {
        return null;
    }

    @Override
    public void parserState(String state) {
        // No parser here.
    }
}
