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
 * The open batch of one source: a part for each output (its own prefix, {@code unparsed/}, where a route sends lines to
 * others too). All parts are sealed together, with the positions of all the source's files. Thread safe.
 *
 * <p>While one batch is sealed, which waits for the disk most of the time, the next one takes lines already. There are no
 * more than these two: who wants to close a batch waits until the one before is sealed.
 */
public final class Batch {

    private final Source source;
    private final Ledger ledger;
    private final SourceStats stats;
    private final BatchOptions options;
    private final Sources sources;
    private final ReentrantLock lock;
    /** Held while a batch is sealed; taken before {@link #lock}. */
    private final ReentrantLock sealing = new ReentrantLock();
    private final Parts parts;
    private boolean moved;
    /** Number of the open batch. It is that of the next one as long as the batch has no lines. */
    private long number;
    /** The batch before, until it is sealed. Guarded by {@link #sealing}. */
    private @Nullable Seal seal;
    /** Threads that are to seal it, or have found it sealed. Guarded by {@link #sealing}. */
    private int behind;
    /** A step of {@link #seal} has failed. */
    private volatile boolean stuck;
    /** Why lines that were stored are to be read again; null when blocks that are on their way are the next ones. */
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

    /** Goes on with what a crash left of a command's batch. */
    void adopt(Part journal) throws UnwritableException {
        if (parts.has(journal)) {
            // After damage to the checkpoint: it is not known which of them were sealed. If one was, S3 has it under its key.
            seal(Event.SEALED_BY_STOP);
        }
        reopen(journal);
    }

    /**
     * Appends a block, and tells its acknowledger that it is stored.
     *
     * @param output  what the reader knows the source as, the first folder of the key
     * @param journal the lines cannot be read again: force them to disk at once
     * @throws BatchNotStoredException   it is not stored and cannot be read again, so it must be appended again
     * @throws UnwritableException  it is not stored; parts of the batch may be lost with it, then the ledger is rolled back
     * @throws IOException the block is not the next one
     */
    void append(Block block, String output, boolean journal) throws IOException {
        if (journal) {
            // Runs of a command are few and small: none is appended while those before it are sealed.
            sealing.lock();
        }
        try {
            if (stuck) {
                // An earlier seal failed half way: it must end before the batch may grow on.
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
            throw new IOException("a block of " + source.name() + " came twice or out of order: a route hands each"
                + " block to one s3-batch-sink, once, and in the thread that it came in");
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
                // The whole block will be appended again: those of its sections that were appended must go.
                parts.cutBack(before);
                throw new BatchNotStoredException(problem);
            }
            discard(problem);
            throw problem;
        }
        block.acknowledger().stored();
        thrownAway = null;
        moved = true;
        // That the state can be written again is known only after a seal: an open file can be written without its folder.
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

    /** Notes the age at which it is to be sealed, in milliseconds. */
    void sealedEach(long millis) {
        stats.sealedEach(millis);
    }

    /** Whether the batch has reached its size. */
    boolean isFull() {
        lock.lock();
        try {
            return parts.bytes() >= options.maxBytes();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Seals the batch into the outbox, and the one before if that failed. Does nothing when there is nothing new.
     *
     * @param why the event to count
     * @throws UnwritableException it is not sealed, or not wholly; it can be called again, and goes on where it stopped
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
     * Closes the batch, and seals it in another thread: the caller may append to the next one at once. Waits while the batch
     * before is sealed. A command's batch, which is small, is sealed before it returns.
     *
     * @param why    the event to count
     * @param failed called when it could not be sealed, by the thread that tried: {@link #seal} goes on where it stopped
     * @throws UnwritableException the batch before is not sealed, so this one is not closed
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

    /** Whether a thread seals a batch behind, or is about to. */
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

    /** Takes the steps that are left of sealing the closed batch; nothing where there is none. */
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

    /** What is finished is tried again as it is. Else the lines are read again, but for a command's, which are all there. */
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
