package dev.caravan.batch;

import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.Checkpoint;
import dev.caravan.state.Destination;
import dev.caravan.state.Ledger;
import dev.caravan.state.Sources;
import dev.caravan.state.FailPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A closed batch on its way to the outbox. If a step fails, the next {@link #goOn()} continues where it stopped. Not thread-safe;
 * {@link Batch} calls it under its lock for sealing.
 */
final class Seal {

    private final Ledger ledger;
    private final Sources sources;
    private final BatchOptions options;
    private final long number;
    private final List<Part> parts;
    private final Event why;
    private @Nullable List<Checkpoint.Part> named;
    private boolean committed;

    /**
     * Creates a seal of which no step is done.
     *
     * @param number number of the batch, if it has lines
     * @param parts  its parts; empty if all its lines were filtered out, so that only positions have moved
     * @param why    the event to count
     */
    Seal(Ledger ledger, Sources sources, BatchOptions options, long number, List<Part> parts, Event why) {
        this.ledger = ledger;
        this.sources = sources;
        this.options = options;
        this.number = number;
        this.parts = parts;
        this.why = why;
    }

    List<Part> parts() {
        return parts;
    }

    Event why() {
        return why;
    }

    /** Reports whether the batch has lines. */
    boolean hasLines() {
        return !parts.isEmpty();
    }

    /** Reports whether the lines are from a command and cannot be read again. */
    boolean isJournal() {
        return parts.stream().anyMatch(Part::isJournal);
    }

    /** Reports whether all parts are on disk as they will be sent. From then on the seal needs none of the open files. */
    boolean isFinished() {
        return named != null;
    }

    /** Takes all remaining steps. */
    void goOn() throws IOException {
        if (named == null) {
            named = finish();
        }
        if (!hasLines()) {
            ledger.commit(ledger.sequence(), ledger.sealedParts());
            return;
        }
        if (!committed) {
            FailPoint.PARTS_FORCED.reached();
            ledger.commit(number, named);
            committed = true;
            FailPoint.COMMITTED.reached();
        }
        for (Checkpoint.Part part : named) {
            Recovery.move(ledger, sources, part);
            FailPoint.MOVED.reached();
        }
        parts.stream().filter(Part::isJournal).forEach(Part::delete);
        FailPoint.SEALED.reached();
    }

    private List<Checkpoint.Part> finish() throws IOException {
        List<Checkpoint.Part> all = new ArrayList<>();
        Destination current = sources.directory().destination().current();
        String destination = current == null ? null : current.toString();
        Set<String> keys = new HashSet<>();
        for (Part part : parts) {
            Path file = part.finish(options.compression());
            String key = key(part, 1);
            for (int copy = 2; !keys.add(key); copy++) {
                key = key(part, copy);
            }
            all.add(new Checkpoint.Part(file.getFileName().toString(), key, destination));
        }
        return all;
    }

    private String key(Part part, int copy) {
        return options.keys().key(part.output(), ledger.source(), part.opened(), part.sequence(), options.extension(part.extension()), copy);
    }
}
