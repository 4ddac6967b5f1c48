package dev.caravan.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The positions of one source's files at each stage of a batch. Each file that is followed is in {@code stored}. What a failure leads back to
 * is in {@code closed} or {@code sealed}, and for a file that neither has in {@code judged}. Called only under the lock of {@link Ledger}.
 */
final class Positions {

    /** With the lines in the open batch. */
    private final Map<Long, FileCheckpoint> stored = new LinkedHashMap<>();
    /** With the lines in sealed batches: what the checkpoint has. */
    private final Map<Long, FileCheckpoint> sealed = new LinkedHashMap<>();
    /** Files that were recognized by lines that are not sealed, as they were then. They are in no checkpoint before those lines are. */
    private final Map<Long, FileCheckpoint> judged = new LinkedHashMap<>();
    /** For those of them that are copies, what must be sealed first; the others wait for the next batch. */
    private final Map<Long, Original> originals = new HashMap<>();
    /** With the lines in the batch that is being sealed; null if there is none. */
    private @Nullable Map<Long, FileCheckpoint> closed;

    Map<Long, FileCheckpoint> stored() {
        return stored;
    }

    Map<Long, FileCheckpoint> sealed() {
        return sealed;
    }

    /** Returns what the checkpoint of the closed batch has. */
    Map<Long, FileCheckpoint> closed() {
        return known(Objects.requireNonNull(closed, "no batch is closed"));
    }

    private Map<Long, FileCheckpoint> known(Map<Long, FileCheckpoint> positions) {
        Map<Long, FileCheckpoint> known = new LinkedHashMap<>(positions);
        known.keySet().removeIf(id -> !isKnown(id, positions));
        return known;
    }

    /** Reports whether nothing more must be sealed than this before a file may be in the checkpoint. */
    private boolean isKnown(long id, Map<Long, FileCheckpoint> positions) {
        Original original = originals.get(id);
        return original == null || has(original, positions) && isKnown(original.id(), positions);
    }

    private static boolean has(Original original, Map<Long, FileCheckpoint> positions) {
        FileCheckpoint position = positions.get(original.id());
        return position != null && position.offset() >= original.upTo();
    }

    void follow(FileCheckpoint position) {
        stored.put(position.id(), position);
        sealed.put(position.id(), position);
        if (closed != null) {
            closed.put(position.id(), position);
        }
    }

    void followJudged(FileCheckpoint position) {
        if (stored.keySet().stream().allMatch(this::isSealed)) {
            follow(position);
            return;
        }
        stored.put(position.id(), position);
        judged.put(position.id(), position);
    }

    void followCopy(FileCheckpoint position, Original original) {
        if (has(original, sealed)) {
            follow(position);
            return;
        }
        stored.put(position.id(), position);
        judged.put(position.id(), position);
        originals.put(position.id(), original);
    }

    /** Returns the copies that are in no checkpoint yet, by their numbers. */
    Map<Long, Original> copies() {
        return originals.isEmpty() ? Map.of() : new HashMap<>(originals);
    }

    /** Reports whether everything stored of a file is sealed, so that neither a crash nor a failure has it read again. */
    boolean isSealed(long id) {
        FileCheckpoint now = stored.get(id);
        FileCheckpoint kept = sealed.getOrDefault(id, judged.get(id));
        return now == null || kept == null || now.offset() == kept.offset();
    }

    /** Changes everything about a file but how far it was read. Returns false if the file is not followed. */
    boolean moved(FileCheckpoint position) {
        boolean followed = stored.containsKey(position.id());
        if (!position.isDone()) {
            // A copy that got lines of its own is like any other file.
            originals.remove(position.id());
        }
        if (followed) {
            each(map -> map.computeIfPresent(position.id(), (id, now) -> position.readAs(now)));
        }
        return followed;
    }

    void seen(long id, long size) {
        each(map -> map.computeIfPresent(id, (i, position) -> position.withSize(size)));
    }

    void forget(long id) {
        each(map -> map.remove(id));
        originals.remove(id);
        // What replaces the original has its lines.
        originals.values().removeIf(original -> original.id() == id);
    }

    void close() {
        closed = new LinkedHashMap<>(stored);
    }

    void reopen() {
        closed = null;
    }

    void rollback() {
        Map<Long, FileCheckpoint> back = new LinkedHashMap<>(judged);
        back.putAll(closed == null ? sealed : closed);
        back.forEach((id, position) -> stored.computeIfPresent(id, (i, now) -> now.readAs(position)));
    }

    /** Notes that the closed batch is sealed. */
    void committed() {
        // The checkpoint is written by now: nothing may fail here.
        sealed.putAll(known(Objects.requireNonNullElse(closed, Map.of())));
        judged.keySet().removeAll(sealed.keySet());
        originals.keySet().retainAll(judged.keySet());
        closed = null;
    }

    private void each(Consumer<Map<Long, FileCheckpoint>> change) {
        List.of(stored, sealed, judged).forEach(change);
        if (closed != null) {
            change.accept(closed);
        }
    }
}
