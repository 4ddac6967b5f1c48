package dev.caravan.source.file;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.Ledger;
import dev.caravan.state.FileCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the files of one source. Used by one thread at a time, that of the source's route.
 *
 * <p>{@link #offer} is called for every file that a poll finds; {@link #blocks} then reads a bounded number of blocks
 * of one file, and first what is left of those that were rotated away from its path. A poll that found nothing calls
 * {@link #blocks} with null, which looks after rotated and vanished files. While {@link #offer} returns true the next poll
 * follows at once, so each yes leads to something: lines, a decision, or a pause.
 */
final class SourceTailer {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TailOptions options;
    private final Ledger ledger;
    private final SourceStats stats;
    private final BlockReader reader;
    private final TrackedFiles followed;
    private final RotationTracker rotations;
    private final RotatedFileScanner scanner;
    private final IdleGate idleGate;
    private final FileTroubles troubles;
    private final Set<Path> appeared = new LinkedHashSet<>();
    private boolean first;
    private long sweptAt;
    private boolean swept;
    private long rollbacks;
    private long failures;

    SourceTailer(TailOptions options, Ledger ledger, SourceStats stats, FileOpener opening) {
        this.options = options;
        this.ledger = ledger;
        this.stats = stats;
        this.rollbacks = ledger.rollbacks();
        this.reader = new BlockReader(options, ledger, stats);
        opening.maxUnpacked(options.maxUnpackedBytes());
        this.followed = new TrackedFiles(ledger, options.time(), opening);
        RotatedFileFinder finder = new RotatedFileFinder(options, ledger, followed);
        FileIdentifier identifier = new FileIdentifier(followed, finder);
        this.troubles = new FileTroubles(options.source(), stats, options.time());
        this.scanner = new RotatedFileScanner(options, ledger, stats, followed, finder, identifier, troubles);
        this.idleGate = new IdleGate(options, followed, finder);
        this.rotations = new RotationTracker(options, stats, followed, identifier, scanner);
        this.first = !ledger.looks().known();
        if (first && !ledger.looks().isKnown(PathText.of(options.directory().toAbsolutePath()))) {
            remember();
        }
    }

    /** What lies beside the logs at the first start is remembered at once: what else is found later was rotated since. */
    private void remember() {
        try {
            scanner.remember();
            ledger.save();
        } catch (IOException e) {
            // The first look writes it again.
            troubles.failed(options.directory(), e);
        }
    }

    /** Called before a poll. Returns true if nothing can have changed since the last, empty poll. */
    boolean shouldSkipPoll() {
        return rollbacks == ledger.rollbacks() && idleGate.shouldSkipPoll();
    }

    /**
     * Notes a file that a poll found, without opening it. Returns whether there may be something to read of it, or of what it was
     * rotated to.
     */
    boolean offer(Path path) {
        if (troubles.hasFailed(options.directory()) || troubles.hasFailed(path)) {
            return false;
        }
        readAgainAfterRollback();
        TrackedFile file = followed.at(path);
        if (file == null) {
            boolean settled = rotations.isSettled(path);
            if (!settled) {
                appeared.add(path);
            }
            return !settled;
        }
        file.lookAgainIfBehind();
        if (file.isPaused()) {
            return false;
        }
        FileStat stat = FileStat.of(path);
        FileCheckpoint p = file.position();
        return stat != null && (!stat.sameInode(p.device(), p.inode()) || file.changedSince(stat))
            || file.hasMore() || isHeldLongEnough(file)
            || followed.rotated().stream().anyMatch(other -> other.hasMore() && other.log().equals(path));
    }

    private boolean isHeldLongEnough(TrackedFile file) {
        return file.isHeld() && file.quietFor() > options.recordWait().toNanos();
    }

    private void readAgainAfterRollback() {
        if (rollbacks != ledger.rollbacks()) {
            rollbacks = ledger.rollbacks();
            followed.all().forEach(TrackedFile::readAgain);
        }
    }

    /**
     * Blocks of this file, read one by one as they are asked for. Asking for the next one tells that the one before is stored.
     *
     * @param path the file, or null for a look at rotated and vanished files only
     */
    Iterator<Block> blocks(@Nullable Path path) {
        List<TrackedFile> turn = new ArrayList<>();
        idleGate.disarm();
        failures = stats.get(Event.FAILED);
        readAgainAfterRollback();
        try {
            boolean sweeping = path == null || !swept || options.time().nanos() - sweptAt > SECOND;
            if (sweeping) {
                rotations.lookAtAll();
            }
            if (path != null) {
                appeared.add(path);
            }
            // All that the poll found, before anything is read or is taken for a file that nothing is known of.
            appeared.forEach(this::look);
            appeared.clear();
            first = false;
            ledger.looks().begun();
            if (sweeping) {
                swept = true;
                sweptAt = options.time().nanos();
                scanner.run();
                troubles.forgetGone();
            }
            for (TrackedFile file : followed.rotated()) {
                file.lookAgainIfBehind();
                if ((sweeping || file.log().equals(path)) && isDue(file)) {
                    turn.add(file);
                }
            }
            TrackedFile file = path == null ? null : followed.at(path);
            if (file != null && !file.isPaused() && !file.isStillLeft()) {
                turn.add(file);
            }
            ledger.save();
            if (path == null && turn.isEmpty() && !troubles.hasAnyFailed()
                && rotations.areSettled()) {
                idleGate.arm();
            }
        } catch (IOException e) {
            troubles.failedLook(options.directory(), e);
            return java.util.Collections.emptyIterator();
        }
        return new ReadQuantum(this, options.source(), turn);
    }

    private void look(Path path) {
        try {
            rotations.look(path, first && options.startAtEnd());
            troubles.looked(path);
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            troubles.failedLook(path, e);
        }
    }

    /** Whether a rotated file is to be read now: it has changed, or can be expected not to change any more. */
    private boolean isDue(TrackedFile file) {
        if (file.isFinished() || file.isPaused()) {
            return false;
        }
        FileStat stat = file.stat();
        if (stat == null) {
            return file.isOpen();
        }
        return file.changedSince(stat) || !file.isLeft() && (file.hasMore() || isHeldLongEnough(file) || isQuiet(file));
    }

    private boolean isQuiet(TrackedFile file) {
        return file.quietFor() > options.rotatedWait().toNanos();
    }

    /** What was handed on is not used any more. */
    void endPoll() {
        reader.endBlock();
    }

    /** Closes all files. */
    void close() {
        reader.endBlock();
        followed.all().forEach(TrackedFile::close);
    }

    /** Paths of files followed at their own path. */
    List<Path> live() {
        return followed.live().stream().map(TrackedFile::path).toList();
    }

    /**
     * The next block of a file; null when there is none now.
     *
     * @throws BlockReader.Replaced it was truncated
     */
    @Nullable
    Block read(TrackedFile file) throws IOException {
        // A poll of many files, or of large ones, takes long.
        stats.looks();
        FileStat stat = file.stat();
        if (!file.isOpen()) {
            if (stat == null) {
                return null;
            }
            if (!followed.open(file, options.maxOpenFiles())) {
                return null;
            }
        }
        if (stat != null) {
            file.seen(stat.size(), stat.mtime());
        } else if (!file.content().isFinal()) {
            file.seen(file.content().size(), -1);
        }
        file.learnHead();
        boolean last = file.position().state().isRotated() && (file.content().isFinal() || isQuiet(file));
        Block block = reader.next(file, last);
        file.confirmed();
        file.expect(block);
        file.succeeded();
        troubles.readAgain(file.path());
        if (block == null && last) {
            file.progress(ReadProgress.FINISHED);
            // A deleted file cannot be opened again: it stays open until its lines are sealed.
            if (stat != null) {
                file.close();
            }
        }
        return block;
    }

    /**
     * A file was truncated. Its rest, if it is found, and its new content are to be read.
     *
     * @return files to read now
     */
    List<TrackedFile> truncated(TrackedFile file) {
        Path log = file.log();
        List<TrackedFile> next = new ArrayList<>();
        try {
            boolean live = followed.isLive(file);
            rotations.truncated(file);
            ledger.save();
            if (file.stat() != null) {
                next.add(file);
            }
            Stream.ofNullable(live ? followed.at(log) : null).forEach(next::add);
        } catch (IOException e) {
            failed(file, e);
        }
        return next;
    }

    /** Whether it is known why blocks are not stored: the route failed, or the state cannot be written. */
    boolean isTroubled() {
        return troubles.areOfRoute(failures);
    }

    /** A file could not be read: it is tried again in a while. */
    void failed(TrackedFile file, Throwable e) {
        troubles.failed(file.path(), e);
        file.unseen();
        file.pause();
        if (file.stat() != null) {
            file.close();
        }
    }

    /** A file is none that can be read, or unpacks to too much: it is not tried again before it changes. */
    void unfit(TrackedFile file, IOException e) {
        troubles.note(file.path(), String.valueOf(e.getMessage()));
        boolean over = e instanceof UnreadableTextException && file.position().state().isRotated();
        file.progress(over ? ReadProgress.FINISHED : e instanceof OversizedException ? ReadProgress.LEFT : ReadProgress.CAUGHT_UP);
        file.close();
    }

    /** Whether a file is what stands at its followed path. */
    boolean isLive(TrackedFile file) {
        return followed.isLive(file);
    }
}
