package dev.caravan.batch;

import dev.caravan.batch.compress.CompressionExecutors;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SideOutput;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.FailPoint;
import dev.caravan.state.Ledger;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import dev.caravan.state.UnwritableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open batch of one source: one part per output (the source's own prefix, {@code unparsed/}, and the outputs to which a route diverts
 * lines). All parts are sealed together, with the positions of all files of the source. Thread-safe.
 *
 * <p>While one batch is sealed, which waits for the disk most of the time, the next one already takes lines. There are never more than
 * these two: whoever closes a batch waits until the previous one is sealed.
 */
public final class Batch {

    private final Source source;
    private final Ledger ledger;
    private final SourceStats stats;
    private final BatchOptions options;
    private final Sources sources;
    private final ReentrantLock lock;
    /** Held while a batch is sealed. Acquired before {@link #lock}. */
    private final ReentrantLock sealing = new ReentrantLock();
    private final Parts parts;
    private boolean moved;
    /** Number of the open batch. An empty batch has the number that the next one will have. */
    private long number;
    /** The previous batch, until it is sealed. Guarded by {@link #sealing}. */
    private @Nullable Seal seal;
    /** Number of tasks that have yet to seal the previous batch, or to find it sealed. Guarded by {@link #sealing}. */
    private int behind;
    /** Whether a step of {@link #seal} has failed. */
    private volatile boolean stuck;
    /** Why stored lines must be read again; null if the blocks under way are the next ones. */
    private @Nullable UnwritableException thrownAway;

    Batch(Source source, Sources sources, BatchOptions options) {
        this.source = source;
        this.sources = sources;
        this.ledger = source.ledger();
        this.stats = source.stats();
        this.options = options;
        this.lock = ledger.lock();
        this.parts = new Parts(ledger.open(), options.compression());
        this.number = ledger.sequence() + 1;
    }

    /** Continues a command's batch that a crash left. */
    void adopt(Part journal) throws UnwritableException {
        if (parts.has(journal)) {
            // After damage to the checkpoint, it is unknown which journals were sealed. If this one was, S3 has it under its key.
            seal(Event.SEALED_BY_STOP);
        }
        reopen(journal);
    }

    /**
     * Appends a block, and reports to its acknowledger that it is stored.
     *
     * @param output  the source as the reader knows it, the first folder of the key
     * @param journal whether the lines cannot be read again, so that they must be forced to disk at once
     * @throws BatchNotStoredException the block is not stored and cannot be read again, so the caller must append it again
     * @throws UnwritableException     the block is not stored; if parts of the batch are lost with it, the ledger is rolled back
     * @throws IOException             the block is not the next one
     */
    void append(Block block, String output, boolean journal) throws IOException {
        if (journal) {
            // Runs of a command are few and small, so none is appended while earlier ones are sealed.
            sealing.lock();
        }
        try {
            if (stuck) {
                // An earlier seal has failed halfway. It must end before the batch may grow.
                sealFirst(journal);
            }
            lock.lock();
            try {
                appendNext(block, output, journal);
            } finally {
                lock.unlock();
            }
        } finally {
            if (journal) {
                sealing.unlock();
            }
        }
    }

    private void appendNext(Block block, String output, boolean journal) throws IOException {
        if (!block.acknowledger().isNext()) {
            if (thrownAway != null) {
                throw thrownAway;
            }
            throw new IOException("a block of " + source.name() + " came twice or out of order: a route must pass each"
                + " block to one s3-batch-sink, once, and in the same thread");
        }
        Map<String, Long> before = parts.lengths();
        try {
            parts.append(output, block.extension(), block.bytes(), block.length(), journal, number);
            for (SideOutput section : block.sections()) {
                parts.append(section.output(), section.extension(), section.bytes(), section.bytes().length, journal,
                    number);
            }
        } catch (IOException e) {
            UnwritableException problem = source.unwritable(e);
            if (journal) {
                // The caller appends the whole block again, so the sections that were appended must go.
                parts.cutBack(before);
                throw new BatchNotStoredException(problem);
            }
            discard(problem);
            throw problem;
        }
        block.acknowledger().stored();
        thrownAway = null;
        moved = true;
        // Only a seal shows that the state can be written again: an open file can be written even if its folder is gone.
        source.routeWorks();
        stats.stored(block.linesRead(), block.bytesRead());
        stats.count(Event.UNPARSED, block.unparsedLines());
        stats.count(Event.WITHOUT_EVENT, block.withoutEvent());
        stats.openBatchBytes(parts.bytes());
        FailPoint.APPENDED.reached();
    }

    private void sealFirst(boolean journal) throws UnwritableException {
        sealing.lock();
        try {
            goOn();
        } catch (UnwritableException e) {
            throw journal ? new BatchNotStoredException(e) : e;
        } finally {
            sealing.unlock();
        }
    }

    /** Notes the age at which the batch is sealed, in milliseconds. */
    void sealedEach(long millis) {
        stats.sealedEach(millis);
    }

    /** Reports whether the batch has reached its maximum size. */
    boolean isFull() {
        lock.lock();
        try {
            return parts.bytes() >= options.maxBytes();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Seals the batch into the outbox, and before it the previous one if its seal failed. Does nothing if nothing was appended.
     *
     * @param why the event to count
     * @throws UnwritableException the batch is not sealed, or not completely; the next call continues where this one stopped
     */
    public void seal(Event why) throws UnwritableException {
        sealing.lock();
        try {
            goOn();
            close(why);
            goOn();
        } finally {
            sealing.unlock();
        }
    }

    /**
     * Closes the batch and seals it in another thread, so the caller may append to the next batch at once. Waits while the previous batch
     * is being sealed. A command's batch is small, so it is sealed before this method returns.
     *
     * @param why    the event to count
     * @param failed called by the sealing thread if the seal fails; {@link #seal} then continues where it stopped
     * @throws UnwritableException the previous batch is not sealed, so this one is not closed
     */
    void sealBehind(Event why, Runnable failed) throws UnwritableException {
        sealing.lock();
        try {
            goOn();
            close(why);
            if (seal != null && seal.isJournal()) {
                goOn();
            }
            if (seal == null) {
                return;
            }
            behind++;
        } finally {
            sealing.unlock();
        }
        CompressionExecutors.POOL.execute(() -> {
            sealing.lock();
            try {
                goOn();
            } catch (UnwritableException e) {
                failed.run();
            } finally {
                behind--;
                sealing.unlock();
            }
        });
    }

    /** Reports whether another thread seals a batch, or is about to. */
    boolean isSealing() {
        sealing.lock();
        try {
            return behind > 0;
        } finally {
            sealing.unlock();
        }
    }

    private void close(Event why) {
        lock.lock();
        try {
            if (moved) {
                seal = new Seal(ledger, sources, options, number, clear(), why);
                ledger.close();
                number += seal.hasLines() ? 1 : 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the remaining steps of sealing the closed batch, if there is one. */
    private void goOn() throws UnwritableException {
        Seal closed = seal;
        if (closed == null) {
            return;
        }
        try {
            closed.goOn();
        } catch (IOException e) {
            throw failed(closed, e);
        }
        if (closed.hasLines()) {
            stats.count(closed.why());
        }
        stuck = false;
        seal = null;
        source.written();
    }

    /** Keeps a finished batch for another try. Of others, lines of files are read again, and a command's parts, which are whole, reopened. */
    private UnwritableException failed(Seal closed, IOException e) {
        lock.lock();
        try {
            UnwritableException problem = source.unwritable(e);
            stuck = closed.isFinished();
            if (!stuck) {
                seal = null;
                number = ledger.sequence() + 1;
                ledger.reopen();
                if (closed.isJournal()) {
                    closed.parts().forEach(this::reopen);
                } else {
                    closed.parts().forEach(Part::discard);
                    discard(problem);
                }
            }
            return problem;
        } finally {
            lock.unlock();
        }
    }

    private void reopen(Part journal) {
        parts.add(journal);
        moved = true;
        stats.openBatchBytes(parts.bytes());
    }

    private void discard(UnwritableException why) {
        clear().forEach(Part::discard);
        thrownAway = why;
        ledger.rollback();
    }

    private List<Part> clear() {
        moved = false;
        stats.openBatchBytes(0);
        return parts.close();
    }
}
