package dev.caravan.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far one source's files were read: in the open batch ("stored"), in the batch that is being sealed ("closed"), if there is one, and in
 * sealed batches ("sealed"), which are those of the checkpoint.
 *
 * <p>Thread-safe: every method acquires {@link #lock()}. The batch holds it over "append and mark as stored" and over "close", so that
 * neither half is seen without the other. While the checkpoint is written, only a lock against other writes is held: blocks are read and
 * stored meanwhile.
 */
public final class Ledger {

    private final String source;
    private final Path root;
    private final Path open;
    private final CheckpointFiles files;
    private final Looks looks;
    private final boolean afterDamage;
    private final ReentrantLock lock = new ReentrantLock();
    /** Held while the checkpoint is written. Acquired before {@link #lock}. */
    private final ReentrantLock writing = new ReentrantLock();
    private final Positions positions = new Positions();
    private long sequence;
    private long nextId;
    private List<Checkpoint.Part> parts;
    private final Waiting waiting;
    private long changes;
    private long written;
    private long rollbacks;

    /**
     * Reads the source's checkpoint, or creates an empty one.
     *
     * @throws IOException the checkpoint can be neither read nor repaired
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
            // Written at once: the time of the first start separates older files from those rotated between a crash and the next start.
            checkpoint = Checkpoint.first(source, System.currentTimeMillis());
            files.write(checkpoint);
        }
        this.looks = new Looks(checkpoint);
        // A source without files counts as known after its first start too: start=end applies to that start only.
        this.changes = looks.known() ? 0 : 1;
        this.afterDamage = checkpoint.isAfterDamage();
        this.sequence = checkpoint.sequence();
        this.nextId = checkpoint.nextId();
        this.parts = checkpoint.sealed();
        this.waiting = new Waiting(checkpoint, open, directory.outbox());
        checkpoint.files().forEach(positions::follow);
    }

    public String source() {
        return source;
    }

    /** Returns the directory of the open batches. */
    public Path open() {
        return open;
    }

    /** Reports whether the checkpoint was damaged and no batch was sealed since, so that the number of the last batch is not known. */
    public boolean isAfterDamage() {
        return afterDamage;
    }

    /** Returns when and where the source's files were examined. */
    public Looks looks() {
        return looks;
    }

    /** Returns the lock of the source. */
    public ReentrantLock lock() {
        return lock;
    }

    /** Returns the number of the last sealed batch. */
    public long sequence() {
        return locked(() -> sequence);
    }

    /** Returns the parts of the last sealed batch. */
    public List<Checkpoint.Part> sealedParts() {
        return locked(() -> parts);
    }

    /** Returns this source's parts in the outbox. */
    public Waiting waiting() {
        return waiting;
    }

    /** Prepares another key for a part in the outbox. From then on the part is known under both keys, even after a crash. */
    public void renames(String key, String fresh) throws UnwritableException {
        if (waiting.renames(key, fresh)) {
            locked(() -> changes++);
            save();
        }
    }

    /** Returns the stored positions of all files. */
    public List<FileCheckpoint> positions() {
        return locked(() -> positions.stored().values().stream().filter(position -> !position.isOfJournal()).toList());
    }

    /** Returns the stored place in the journal; null if the source has none. */
    public @Nullable FileCheckpoint journal() {
        return locked(() -> positions.stored().values().stream().filter(FileCheckpoint::isOfJournal).findFirst().orElse(null));
    }

    /** Returns the stored position of a file, or null. */
    public @Nullable FileCheckpoint position(long id) {
        return locked(() -> positions.stored().get(id));
    }

    /** Returns a number for a file that was not followed before. */
    public long newId() {
        return locked(() -> nextId++);
    }

    /** Starts to follow a file. Everything before the position counts as sealed. */
    public void follow(FileCheckpoint position) {
        locked(() -> {
            positions.follow(position);
            return ++changes;
        });
    }

    /**
     * Starts to follow a file that was recognized by what is stored of others. If that is not sealed when the process dies, the file is unknown
     * to the next process, which judges it by what is sealed.
     */
    public void followJudged(FileCheckpoint position) {
        locked(() -> {
            positions.followJudged(position);
            return ++changes;
        });
    }

    /** Remembers a copy, which is not read. It is in the checkpoint as soon as what it is a copy of is sealed. */
    public void followCopy(FileCheckpoint position, Original original) {
        locked(() -> {
            positions.followCopy(position, original);
            return ++changes;
        });
    }

    /** Notes that a block up to this position is in the open batch. */
    public void stored(FileCheckpoint position) {
        locked(() -> {
            // There is no position if the file was forgotten while its block was under way.
            positions.stored().computeIfPresent(position.id(),
                (id, now) -> now.withHead(position.headLength(), position.headHash()).readAs(position));
            return null;
        });
    }

    /** Returns the copies whose originals are not sealed so far, by their numbers. */
    public Map<Long, Original> copies() {
        return locked(positions::copies);
    }

    /** Notes that a file was renamed, copied, compressed, missing or found again. How far it was read does not change. */
    public void moved(FileCheckpoint position) {
        locked(() -> positions.moved(position) ? ++changes : changes);
    }

    /** Notes the size of a file. It is written with the next change. */
    public void seen(long id, long size) {
        locked(() -> {
            positions.seen(id, size);
            return null;
        });
    }

    /** Reports whether everything stored of a file is sealed (not only closed), so that neither a crash nor a failure has it read again. */
    public boolean isSealed(long id) {
        return locked(() -> positions.isSealed(id));
    }

    /** Forgets a file, which is not followed any more and need not be recognised. */
    public void forget(long id) {
        locked(() -> {
            positions.forget(id);
            return ++changes;
        });
    }

    /** Closes the open batch: from now on, stored blocks belong to the next one. */
    public void close() {
        locked(() -> {
            positions.close();
            return null;
        });
    }

    /** Undoes the last {@link #close()}: that batch is open again, or discarded by {@link #rollback()}. */
    public void reopen() {
        locked(() -> {
            positions.reopen();
            return null;
        });
    }

    /** Discards the open batch: its lines are read again, from the end of the closed batch if there is one. */
    public void rollback() {
        locked(() -> {
            positions.rollback();
            return ++rollbacks;
        });
    }

    /** Returns how often the open batch was discarded. If the number has changed, files must be read again. */
    public long rollbacks() {
        return locked(() -> rollbacks);
    }

    /**
     * Commits: everything that was stored when the batch was closed becomes sealed, as the parts with these keys.
     *
     * @throws UnwritableException the checkpoint was not replaced; nothing has changed
     */
    public void commit(long sequence, List<Checkpoint.Part> parts) throws UnwritableException {
        looks.begun();
        write(() -> new Pending(checkpoint(sequence, parts, positions.closed()), changes), () -> {
            this.sequence = sequence;
            // A batch without lines names the parts of the previous batch again, which may have been delivered long ago.
            if (this.parts != parts) {
                waiting.come(parts);
            }
            this.parts = parts;
            positions.committed();
        });
    }

    /** Writes the checkpoint if files were found, moved or lost since the last write. Its positions are the sealed ones. */
    public void save() throws UnwritableException {
        if (locked(() -> (looks.takeChanged() ? ++changes : changes) != written)) {
            write(() -> new Pending(checkpoint(sequence, parts, positions.sealed()), changes), () -> {});
        }
    }

    /** A checkpoint, and the changes that it covers. Changes during its write need another write. */
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

    private Checkpoint checkpoint(long sequence, List<Checkpoint.Part> parts, Map<Long, FileCheckpoint> files) {
        List<Checkpoint.Part> before = waiting.without(parts);
        return new Checkpoint(source, looks.created(), sequence, nextId, parts, before, new ArrayList<>(files.values()),
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
