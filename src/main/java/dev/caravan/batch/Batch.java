package dev.caravan.batch;

import dev.caravan.flow.Block;
import dev.caravan.flow.Section;
import dev.caravan.flow.SourceStats;
import dev.caravan.flow.SourceStats.Event;
import dev.caravan.state.Checkpoint;
import dev.caravan.state.Ledger;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import dev.caravan.state.Step;
import dev.caravan.state.Unwritable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The open batch of one source: a part for each output (its own prefix, {@code unparsed/}, where a route sends lines to
 * others too). All parts are sealed together, with the positions of all the source's files. Thread safe.
 */
public final class Batch {

    private final Source source;
    private final Ledger ledger;
    private final SourceStats stats;
    private final BatchOptions options;
    private final Sources sources;
    private final ReentrantLock lock;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final List<Part> finished = new ArrayList<>();
    private List<Checkpoint.Part> toCommit;
    private List<Checkpoint.Part> toMove;
    private Instant opened;
    private long bytes;
    private boolean moved;

    Batch(Source source, Sources sources, BatchOptions options) {
        this.source = source;
        this.sources = sources;
        this.ledger = source.ledger();
        this.stats = source.stats();
        this.options = options;
        this.lock = ledger.lock();
    }

    /** Goes on with what a crash left of a command's batch. */
    void adopt(Part journal) throws Unwritable {
        String id = journal.output() + "." + journal.extension();
        if (parts.containsKey(id)) {
            // After damage to the checkpoint: it is not known which of them were sealed. If one was, S3 has it under its key.
            seal(Event.SEALED_BY_STOP);
        }
        parts.put(id, journal);
        opened = journal.opened();
        bytes += journal.bytes();
        moved = true;
    }

    /**
     * Appends a block, and tells its receipt that it is stored.
     *
     * @param output  what the reader knows the source as, the first folder of the key
     * @param journal the lines cannot be read again: force them to disk at once
     * @throws NotStored   it is not stored and cannot be read again, so it must be appended again
     * @throws Unwritable  it is not stored; parts of the batch may be lost with it, then the ledger is rolled back
     * @throws IOException the block is not the next one
     */
    void append(Block block, String output, boolean journal) throws IOException {
        lock.lock();
        try {
            if (toCommit != null || toMove != null) {
                // An earlier seal failed half way: it must end before the next batch may begin.
                sealFirst(journal);
            }
            if (!block.receipt().isNext()) {
                throw new IOException("a block of " + source.name() + " came twice or out of order: a route hands each"
                    + " block to one s3-batch-sink, once, and in the thread that it came in");
            }
            Map<String, Long> before = new LinkedHashMap<>();
            parts.forEach((name, part) -> before.put(name, part.bytes()));
            try {
                append(output, block.extension(), block.bytes(), block.length(), journal);
                for (Section section : block.sections()) {
                    append(section.output(), section.extension(), section.bytes(), section.bytes().length, journal);
                }
            } catch (IOException e) {
                Unwritable problem = source.unwritable(e);
                if (journal) {
                    cutBack(before);
                    throw new NotStored(problem);
                }
                discard();
                throw problem;
            }
            block.receipt().stored();
            moved = true;
            // That the state can be written again is known only after a seal: an open file can be written without its folder.
            stats.problem(SourceStats.ROUTE, null);
            stats.count(Event.UNPARSED, block.unparsedLines());
            stats.openBatchBytes(bytes);
            Step.APPENDED.reached();
        } finally {
            lock.unlock();
        }
    }

    private void sealFirst(boolean journal) throws Unwritable {
        try {
            seal(Event.SEALED_BY_SIZE);
        } catch (Unwritable e) {
            throw journal ? new NotStored(e) : e;
        }
    }

    /** The whole block will be appended again: those of its sections that were appended must go. */
    private void cutBack(Map<String, Long> before) throws IOException {
        for (String id : List.copyOf(parts.keySet())) {
            Part part = parts.get(id);
            long length = before.getOrDefault(id, 0L);
            bytes -= part.bytes() - length;
            if (before.containsKey(id)) {
                part.cut(length);
            } else {
                // Sealed without lines it would be an empty object.
                parts.remove(id);
                part.discard();
            }
        }
    }

    private void append(String name, String extension, byte[] lines, int length, boolean journal)
        throws IOException {
        if (length == 0) {
            return;
        }
        if (parts.isEmpty()) {
            opened = Instant.now();
        }
        // As it will be in the key: outputs that differ in other characters only must share a part.
        String output = KeyTemplate.folders(name);
        String id = output + "." + extension;
        Part part = parts.get(id);
        if (part == null) {
            part = Part.open(ledger.open(), ledger.sequence() + 1, opened, extension, output, journal,
                options.compression());
            parts.put(id, part);
        }
        part.append(lines, length);
        bytes += length;
    }

    /** Whether the batch has reached its size. */
    boolean isFull() {
        lock.lock();
        try {
            return bytes >= options.maxBytes();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Seals the batch into the outbox. Does nothing when there is nothing new.
     *
     * @param why the event to count
     * @throws Unwritable it is not sealed, or not wholly; it can be called again, and goes on where it stopped
     */
    public void seal(Event why) throws Unwritable {
        lock.lock();
        try {
            if (sealOn(why)) {
                source.written();
            }
        } catch (IOException e) {
            throw source.unwritable(e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether something was written. */
    private boolean sealOn(Event why) throws IOException {
        boolean before = toMove != null;
        if (before) {
            moveAll();
        }
        if (toCommit == null) {
            if (!moved) {
                return before;
            }
            toCommit = finish();
        }
        boolean empty = toCommit.isEmpty();
        if (empty) {
            // All lines were filtered out: only the positions have moved.
            ledger.commit(ledger.sequence(), ledger.sealedParts());
        } else {
            Step.PARTS_FORCED.reached();
            ledger.commit(ledger.sequence() + 1, toCommit);
            Step.COMMITTED.reached();
            toMove = toCommit;
        }
        toCommit = null;
        if (!empty) {
            moveAll();
            stats.count(why);
            Step.SEALED.reached();
        }
        return true;
    }

    private List<Checkpoint.Part> finish() throws IOException {
        List<Checkpoint.Part> named = new ArrayList<>();
        try {
            for (Part part : parts.values()) {
                Path file = part.finish(options.compression());
                named.add(new Checkpoint.Part(file.getFileName().toString(), options.keys().key(part.output(),
                    source.name(), part.opened(), part.sequence(), part.extension() + options.compression().suffix())));
            }
        } catch (IOException e) {
            if (parts.values().stream().noneMatch(Part::isJournal)) {
                discard();
            }
            throw e;
        }
        finished.addAll(parts.values());
        close();
        return named;
    }

    private void moveAll() throws IOException {
        for (Checkpoint.Part part : toMove) {
            Recovery.move(ledger, sources, part);
            Step.MOVED.reached();
        }
        toMove = null;
        finished.stream().filter(Part::isJournal).forEach(Part::delete);
        finished.clear();
    }

    private void discard() {
        parts.values().forEach(Part::discard);
        close();
        ledger.rollback();
    }

    private void close() {
        parts.clear();
        bytes = 0;
        moved = false;
        stats.openBatchBytes(0);
    }
}
