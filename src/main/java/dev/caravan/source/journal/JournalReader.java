package dev.caravan.source.journal;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.BlockSource;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.SystemJournal;
import dev.caravan.state.Ledger;
import dev.caravan.state.PositionAcknowledger;
import dev.caravan.state.FileCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal for one source, block by block, from the stored place on. It runs journalctl, and runs it again when it has ended, when
 * a block was not stored, after a pause, when files of the journal have changed, and from time to time if no record comes. {@link Start}
 * checks each time whether anything was lost, and {@link OldestRecord} with each block. Called only by the source's thread, except for
 * {@link #close()}, which any thread may call.
 */
final class JournalReader implements AutoCloseable {

    /** Time without a record after which journalctl is started anew: nothing shows what may keep it from seeing records. */
    private static final long IDLE = TimeUnit.MINUTES.toNanos(10);
    /** Pause after which journalctl is started anew: it silently skips records that are deleted meanwhile. */
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);
    /** Time after the start of a run in which changes of the journal's files do not end it: vacuum may delete one each second. */
    private static final long SHORTEST_RUN = TimeUnit.SECONDS.toNanos(5);
    /** A run of at least this length has started successfully. */
    private static final long STARTED = TimeUnit.SECONDS.toNanos(1);
    /** A run that has reported nothing for this long works. */
    private static final long SETTLED = TimeUnit.SECONDS.toNanos(3);

    /** {@link #IDLE}, except in tests. */
    long idle = IDLE;
    /** {@link #LONGEST_PAUSE}, except in tests. */
    long longestPause = LONGEST_PAUSE;
    /** {@link #SHORTEST_RUN}, except in tests. */
    long shortestRun = SHORTEST_RUN;
    /** Number of runs of journalctl. */
    int runs;

    private final JournalOptions options;
    private final Ledger ledger;
    private final SourceStats stats;
    private final Journalctl journal;
    private final JournalTroubles troubles;
    private final OwnRecords own;
    private final OldestRecord oldest;
    private final JournalFiles files;
    private @Nullable Follower follower;
    private @Nullable Start last;
    private long beganAt;
    private long readAt;
    private long pausedAt;
    private boolean paused;
    private long askedAt;
    private boolean stale;
    private long handedOn;
    private volatile boolean closed;

    JournalReader(JournalOptions options, Ledger ledger, SourceStats stats, OwnRecords own) {
        this.options = options;
        this.ledger = ledger;
        this.stats = stats;
        this.own = own;
        this.journal = new Journalctl(options.directory(), options.matches(), options.fields());
        this.troubles = new JournalTroubles(options.source(), stats);
        List<Path> directories = options.directory().isEmpty() ? SystemJournal.DIRECTORIES : List.of(Path.of(options.directory()));
        this.files = new JournalFiles(directories);
        this.oldest = new OldestRecord(journal::first, new JournalFiles(directories)::haveChangedAgain);
    }

    /** Reports whether {@link #next()} may have something to do. */
    boolean hasWork() {
        asked(System.nanoTime());
        try {
            Follower running = follower;
            return stale || running == null ? troubles.mayTry() : !isStored() || System.nanoTime() - readAt > idle || troubles.isThere()
                || running.hasWork();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Notes a question. After a process hung for long, or a route was blocked, journalctl is started anew; and after files of the journal were
     * created or deleted, because it may see nothing of what comes then.
     */
    private void asked(long now) {
        stale |= follower != null && (now - askedAt > longestPause || now - beganAt > shortestRun && files.haveChanged());
        askedAt = now;
    }

    /**
     * Reports whether the journal has no matching record after those that were read and stored.
     *
     * @throws IOException journalctl cannot be run
     */
    boolean isAtEnd() throws IOException {
        Follower running = follower;
        if (running == null || !isStored() || running.hasWork()) {
            return false;
        }
        Entry last = journal.last();
        return last == null || isBehind(last.cursor(), running.seen());
    }

    /**
     * Reports whether a record is not newer than the last one that was read or, if none was, than the place, whose record may not match.
     */
    private boolean isBehind(String record, @Nullable String seen) {
        FileCheckpoint position = ledger.journal();
        Place place = position == null ? null : Place.parse(position.place());
        String until = seen != null ? seen : place == null ? "" : place.cursor();
        Cursor last = Cursor.parse(record);
        Cursor read = Cursor.parse(until);
        return record.equals(until) || last != null && read != null && last.isNumberedAs(read)
            && Long.compareUnsigned(last.sequence(), read.sequence()) <= 0;
    }

    /** Reports whether everything that was passed on is in the open batch. */
    boolean isStored() {
        FileCheckpoint stored = ledger.journal();
        return follower == null || stored != null && stored.offset() == handedOn;
    }

    /**
     * Returns the next block. A call means that the previous block was stored, or will never be; then it is read again.
     *
     * @return null if there is none now
     * @throws dev.caravan.state.UnwritableException the state cannot be written
     */
    @Nullable
    Block next() throws IOException {
        paused = false;
        if (closed) {
            return null;
        }
        long now = System.nanoTime();
        asked(now);
        try {
            if (follower != null && (stale || !isStored())) {
                end();
            } else if (follower != null && now - readAt > idle) {
                end();
                moveOn();
            }
            if (follower == null) {
                begin(now);
            }
            // Another thread may close this reader at any time.
            Follower running = follower;
            if (running == null) {
                return null;
            }
            Follower.Lines lines = running.next();
            int exit = lines == null ? running.exitValue() : -1;
            String said = running.said();
            if (exit >= 0) {
                end();
                troubles.ended(exit, said, readAt > beganAt || now - beganAt > STARTED);
            } else if (!said.isEmpty()) {
                troubles.said(said);
            } else if (lines != null || now - beganAt > SETTLED) {
                troubles.over();
            }
            if (lines != null) {
                readAt = now;
                return block(lines);
            }
        } catch (dev.caravan.state.UnwritableException e) {
            end();
            throw e;
        } catch (IOException e) {
            end();
            troubles.failed(e);
        }
        return null;
    }

    /** Notes that nothing may be collected now. */
    void pause() {
        long now = System.nanoTime();
        if (!paused) {
            paused = true;
            pausedAt = now;
        } else if (follower != null && now - pausedAt > longestPause) {
            end();
        }
    }

    private void begin(long now) throws IOException {
        if (!troubles.mayTry()) {
            return;
        }
        FileCheckpoint position = ledger.journal();
        if (position == null) {
            position = first();
        }
        files.mark();
        Place place = Place.parse(position.place());
        Start start = place == null ? Start.atBeginning(own.boot()) : Start.behind(place, journal::first, own.boot());
        troubles.warn(start.warningAfter(last), position.place());
        last = start;
        oldest.begin(start.first());
        handedOn = position.offset();
        runs++;
        beganAt = now;
        readAt = now;
        stale = false;
        RecordLine record = new RecordLine(options.fields(), options.maxLineBytes());
        begin(new Follower(journal.follow(start.options()), start, own, options.machine(), record));
        stats.following("following " + options.text());
    }

    /**
     * After a long time without a record, moves the place to the end of the journal: the last stored record may be deleted before the next
     * one comes, and then nothing could show that no record is missing.
     */
    private void moveOn() throws IOException {
        FileCheckpoint position = ledger.journal();
        Place place = position == null ? null : Place.parse(position.place());
        if (position == null || place == null || place.pieces() > 0 || !ledger.isSealed(position.id())) {
            return;
        }
        // This query comes before the check for following records: a record that comes meanwhile is after its result.
        Entry last = journal.first("-n", "1");
        if (last != null && Cursor.parse(last.cursor()) != null && !last.cursor().equals(place.cursor()) && journal.isLast(place.cursor())) {
            ledger.follow(position.withPlace(new Place(last.cursor(), 0).toString(), position.offset()));
            ledger.save();
        }
    }

    private synchronized void begin(Follower begun) {
        if (closed) {
            begun.close();
        } else {
            follower = begun;
        }
    }

    /** Returns the place at the very first start, and writes it at once: where "end" is must not depend on when the first record comes. */
    private FileCheckpoint first() throws IOException {
        FileCheckpoint position = FileCheckpoint.ofJournal(ledger.newId());
        if (options.fromEnd() && !ledger.looks().known()) {
            Entry last = journal.first("-n", "1");
            if (last != null) {
                position = position.withPlace(new Place(last.cursor(), 0).toString(), 0);
            }
        }
        ledger.follow(position);
        ledger.looks().begun();
        ledger.save();
        return position;
    }

    private Block block(Follower.Lines lines) throws IOException {
        FileCheckpoint from = Objects.requireNonNull(ledger.journal(), "the journal is not followed");
        oldest.check(lines.place()).ifPresent(text -> troubles.warn(text, lines.place().toString()));
        stats.count(Event.LINES_READ, lines.records());
        stats.count(Event.BYTES_READ, lines.bytes().length);
        handedOn = from.offset() + lines.records();
        BlockSource origin = new BlockSource(options.source(), options.directory().isEmpty() ? "journal" : options.directory(), from.offset(),
            Instant.now(), options.host(), lines.piece());
        PositionAcknowledger acknowledger = new PositionAcknowledger(ledger, from.offset(), from.withPlace(lines.place().toString(), handedOn));
        return Block.raw(origin, acknowledger, lines.bytes(), lines.bytes().length, lines.records())
            .with(lines.bytes(), lines.bytes().length, lines.records(), "json");
    }

    private synchronized void end() {
        if (follower != null) {
            follower.close();
            follower = null;
        }
    }

    /** Ends journalctl for good. */
    @Override
    public synchronized void close() {
        closed = true;
        end();
    }
}
