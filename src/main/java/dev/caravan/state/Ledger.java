package dev.caravan.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The positions of one source: how far its files are in the open batch ("stored"), how far they are in a batch that is
 * being sealed ("closed"), if there is one, and how far they are in sealed batches ("sealed"), which is what the checkpoint
 * says.
 *
 * <p>Thread safe: every method takes {@link #lock()}, which the batch holds over "append and mark as stored" and over
 * "close", so that one is never seen without the other. No lock is held while the checkpoint is written but one that keeps
 * other writes away: blocks are read and stored meanwhile.
 */
public final class Ledger {

    private final String source;
    private final Path root;
    private final Path open;
    private final CheckpointFiles files;
    private final Looks looks;
    private final boolean afterDamage;
    private final ReentrantLock lock = new ReentrantLock();
    /** Held over a write of the checkpoint; taken before {@link #lock}. */
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<Long, FileCheckpoint> stored = new LinkedHashMap<>();
    private final Map<Long, FileCheckpoint> sealed = new LinkedHashMap<>();
    private long sequence;
    private long nextId;
    private List<Checkpoint.Part> parts;
    private final Waiting waiting;
    private @Nullable Map<Long, FileCheckpoint> closed;
    private long changes;
    private long written;
    private long rollbacks;

    /**
     * Reads the source's checkpoint, or starts an empty one.
     *
     * @throws IOException it cannot be read or put right
     */
    public Ledger(StateDirectory directory, String source) throws IOException {
        this.source = source;
        this.root = directory.root();
        Path folder = directory.source(source);
        Durable.directories(folder.resolve("open"));
        this.open = folder.resolve("open");
        this.files = new CheckpointFiles(root, folder, source);
        Checkpoint checkpoint = files.read();
        if (checkpoint == null) {
            // The time of the first start, at once: it tells older files from those rotated between a crash and the next start.
            checkpoint = Checkpoint.first(source, System.currentTimeMillis());
            files.write(checkpoint);
        }
        this.looks = new Looks(checkpoint);
        // Also a source without files is known from its first start on: start=end is for that start alone.
        this.changes = looks.known() ? 0 : 1;
        this.afterDamage = checkpoint.isAfterDamage();
        this.sequence = checkpoint.sequence();
        this.nextId = checkpoint.nextId();
        this.parts = checkpoint.sealed();
        this.waiting = new Waiting(checkpoint, open, directory.outbox());
        for (FileCheckpoint position : checkpoint.files()) {
            stored.put(position.id(), position);
            sealed.put(position.id(), position);
        }
    }

    public String source() {
        return source;
    }

    /** Directory of the open batches. */
    public Path open() {
        return open;
    }

    /** Whether the number of the last sealed batch is not known, for the checkpoint was damaged and no batch was sealed since. */
    public boolean isAfterDamage() {
        return afterDamage;
    }

    /** When and where its files were looked at. */
    public Looks looks() {
        return looks;
    }

    public ReentrantLock lock() {
        return lock;
    }

    /** Number of the last sealed batch. */
    public long sequence() {
        return locked(() -> sequence);
    }

    /** Parts of the last sealed batch. */
    public List<Checkpoint.Part> sealedParts() {
        return locked(() -> parts);
    }

    /** This source's parts in the outbox. */
    public Waiting waiting() {
        return waiting;
    }

    /** A part in the outbox is about to get another key. It is known under both then, also after a crash. */
    public void renames(String key, String fresh) throws UnwritableException {
        if (waiting.renames(key, fresh)) {
            locked(() -> changes++);
            save();
        }
    }

    /** Positions of all files, as stored. */
    public List<FileCheckpoint> positions() {
        return locked(() -> stored.values().stream().filter(position -> !position.isOfJournal()).toList());
    }

    /** The place in the journal, as stored; null where the source has none. */
    public @Nullable FileCheckpoint journal() {
        return locked(() -> stored.values().stream().filter(FileCheckpoint::isOfJournal).findFirst().orElse(null));
    }

    /** Position of a file as stored, or null. */
    public @Nullable FileCheckpoint position(long id) {
        return locked(() -> stored.get(id));
    }

    /** A number for a file that was not followed before. */
    public long newId() {
        return locked(() -> nextId++);
    }

    /** A file is followed from here on; what lies before the position counts as sealed. */
    public void follow(FileCheckpoint position) {
        locked(() -> {
            stored.put(position.id(), position);
            sealed.put(position.id(), position);
            if (closed != null) {
                closed.put(position.id(), position);
            }
            changes++;
            return null;
        });
    }

    /** A block up to this position is in the open batch. */
    public void stored(FileCheckpoint position) {
        locked(() -> {
            // No position is left where the file was forgotten while its block was on its way.
            stored.computeIfPresent(position.id(),
                (id, now) -> now.withHead(position.headLength(), position.headHash()).readAs(position));
            return null;
        });
    }

    /** A file was renamed, copied, compressed, missed or found again; how far it was read stays as it is. */
    public void moved(FileCheckpoint position) {
        locked(() -> {
            if (stored.computeIfPresent(position.id(), (id, now) -> position.readAs(now)) == null) {
                return null;
            }
            sealed.computeIfPresent(position.id(), (id, now) -> position.readAs(now));
            if (closed != null) {
                closed.computeIfPresent(position.id(), (id, now) -> position.readAs(now));
            }
            changes++;
            return null;
        });
    }

    /** A file has this size now. Written with the next change. */
    public void seen(long id, long size) {
        locked(() -> {
            stored.computeIfPresent(id, (i, position) -> position.withSize(size));
            sealed.computeIfPresent(id, (i, position) -> position.withSize(size));
            if (closed != null) {
                closed.computeIfPresent(id, (i, position) -> position.withSize(size));
            }
            return null;
        });
    }

    /** Whether all that is stored of a file is sealed too (not only closed), so that no crash and no failure makes it be read again. */
    public boolean isSealed(long id) {
        return locked(() -> {
            FileCheckpoint position = stored.get(id);
            return position == null || position.offset() == sealed.getOrDefault(id, position).offset();
        });
    }

    /** A file is not followed any more and need not be known again. */
    public void forget(long id) {
        locked(() -> {
            stored.remove(id);
            sealed.remove(id);
            if (closed != null) {
                closed.remove(id);
            }
            changes++;
            return null;
        });
    }

    /** The open batch takes no more blocks: from here on what is stored belongs to the next one. */
    public void close() {
        locked(() -> closed = new LinkedHashMap<>(stored));
    }

    /** The batch that was closed last is open again, or thrown away: see {@link #rollback()}. */
    public void reopen() {
        locked(() -> closed = null);
    }

    /** The open batch is thrown away: its lines are to be read again, from the end of the closed one if there is one. */
    public void rollback() {
        locked(() -> {
            rollbacks++;
            (closed == null ? sealed : closed).forEach((id, position) -> stored.computeIfPresent(id, (i, s) -> s.readAs(position)));
            return null;
        });
    }

    /** How often the open batch was thrown away: a change means that files are to be read again. */
    public long rollbacks() {
        return locked(() -> rollbacks);
    }

    /**
     * The commit point: all that was stored when the batch was closed becomes sealed, as the parts with these keys.
     *
     * @throws UnwritableException the checkpoint was not replaced; nothing has changed
     */
    public void commit(long sequence, List<Checkpoint.Part> parts) throws UnwritableException {
        looks.begun();
        write(() -> new Pending(checkpoint(sequence, parts, Objects.requireNonNull(closed, "no batch is closed")), changes), () -> {
            this.sequence = sequence;
            // A batch without lines names those of the one before once more: they may have been delivered long ago.
            if (this.parts != parts) {
                waiting.come(parts);
            }
            this.parts = parts;
            sealed.putAll(Objects.requireNonNullElse(closed, Map.of()));
            closed = null;
        });
    }

    /** Writes the checkpoint if files were found, moved or lost since; positions in it are the sealed ones. */
    public void save() throws UnwritableException {
        if (locked(() -> (looks.takeChanged() ? ++changes : changes) != written)) {
            write(() -> new Pending(checkpoint(sequence, parts, sealed), changes), () -> {});
        }
    }

    /** A checkpoint and what it covers: changes that come while it is written need another one. */
    private record Pending(Checkpoint checkpoint, long changes) {
    }

    private void write(Supplier<Pending> what, Runnable then) throws UnwritableException {
        writing.lock();
        try {
            Pending pending = locked(what);
            files.write(pending.checkpoint());
            locked(() -> {
                then.run();
                written = pending.changes();
                return null;
            });
        } catch (IOException e) {
            throw new UnwritableException(root, e);
        } finally {
            writing.unlock();
        }
    }

    private Checkpoint checkpoint(long sequence, List<Checkpoint.Part> parts, Map<Long, FileCheckpoint> positions) {
        List<Checkpoint.Part> before = waiting.without(parts);
        return new Checkpoint(source, looks.created(), sequence, nextId, parts, before, new ArrayList<>(positions.values()),
            looks.isFresh(), looks.last(), looks.directories(), looks.input());
    }

    private <T> T locked(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }
}
