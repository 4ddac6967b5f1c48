package dev.caravan.source.command;

import dev.caravan.pipeline.Acknowledger;
import dev.caravan.state.PollMarker;
import org.jspecify.annotations.Nullable;

/** The acknowledger of one run's output, which cannot be read again. Used only by the timer's thread. */
final class OutputAcknowledger implements Acknowledger {

    private final PollMarker marker;
    private boolean stored;

    /** @param marker ended when the output is stored */
    OutputAcknowledger(PollMarker marker) {
        this.marker = marker;
    }

    @Override
    public void stored() {
        stored = true;
        marker.ends();
    }

    @Override
    public boolean isNext() {
        return !stored;
    }

    @Override
    public boolean canRepeat() {
        return false;
    }

    @Override
    public @Nullable String parserState() {
        return null;
    }

    @Override
    public void parserState(@Nullable String state) {
        // Each run starts without state.
    }
}
