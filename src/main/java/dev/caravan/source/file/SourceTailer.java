package dev.caravan.source.file;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats;
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
import org.jspecify.annotations.Nullable;

/**
 * Follows the files of one source. Called only by the source's thread.
 *
 * <p>{@link #offer} is called for every file that a poll finds. Then {@link #blocks} reads a limited number of blocks of one file; before
 * them it reads the rest of files that were rotated away from its path. A poll that found nothing calls {@link #blocks} with null, which
 * examines rotated and vanished files. While {@link #offer} returns true, the next poll follows at once. So each true result leads to
 * something: lines, a decision, or a pause.
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

    /** Remembers at once the files that are beside the logs at the first start: any other file that is found later was rotated since. */
    private void remember() {
        try {
            scanner.remember();
            ledger.save();
        } catch (IOException e) {
            // The first poll writes it again.
            troubles.failedLook(options.directory(), e);
        }
    }

    /** Called before a poll. Returns true if nothing can have changed since the last, empty poll. */
    boolean shouldSkipPoll() {
        return rollbacks == ledger.rollbacks() && idleGate.shouldSkipPoll();
    }

    /** Notes a file that a poll found, without opening it. Returns whether it, or a file rotated from it, may have something to read. */
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
     * Returns the blocks of this file, each of which is read on request. A request for the next block means that the previous one is stored.
     *
     * @param path the file, or null to examine only rotated and vanished files
     */
    Iterator<Block> blocks(@Nullable Path path) {
        List<TrackedFile> turn = new ArrayList<>();
        idleGate.disarm();
        failures = stats.get(SourceStats.Event.FAILED);
        readAgainAfterRollback();
        try {
            boolean sweeping = path == null || !swept || options.time().nanos() - sweptAt > SECOND;
            if (sweeping) {
                rotations.lookAtAll(troubles::failedLook);
            }
            if (path != null) {
                appeared.add(path);
            }
            // Checks all files of the poll before any file is read, or is taken for an unknown one.
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
            troubles.looked(options.directory());
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

    /** Reports whether a rotated file must be read now: it has changed, or is not expected to change any more. */
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

    /** Reports whether there is a file of which nothing is known, because it could not be examined. */
    boolean hasUnknown() {
        return troubles.hasUnknown();
    }

    /** Notes that the blocks of the poll are not used any more. */
    void endPoll() {
        reader.endBlock();
    }

    /** Closes all files. */
    void close() {
        reader.endBlock();
        followed.all().forEach(TrackedFile::close);
    }

    /** Returns the paths of the files that are at their followed paths. */
    List<Path> live() {
        return followed.live().stream().map(TrackedFile::path).toList();
    }

    /**
     * Returns the next block of a file; null if there is none now.
     *
     * @throws BlockReader.Replaced the file was truncated
     */
    @Nullable
    Block read(TrackedFile file) throws IOException {
        // A poll of many or large files takes long.
        stats.looks();
        FileStat stat = file.stat();
        if (!file.isOpen() && (stat == null || !followed.open(file, options.maxOpenFiles()))) {
            return null;
        }
        file.learnHead();
        if (stat != null) {
            // A head that was just learned may be that of new content, of which the size from before says nothing.
            file.seen(file.content().isFinal() ? stat.size() : Math.min(stat.size(), file.content().size()), stat.mtime());
        } else if (!file.content().isFinal()) {
            file.seen(file.content().size(), -1);
        }
        boolean last = file.position().state().isRotated() && (file.content().isFinal() || isQuiet(file));
        Block block = reader.next(file, last);
        file.confirmed();
        file.expect(block);
        file.succeeded();
        troubles.readAgain(stat);
        if (block == null && last) {
            file.progress(ReadProgress.FINISHED);
            // A deleted file cannot be opened again, so it stays open until its lines are sealed.
            if (stat != null) {
                file.close();
            }
        }
        return block;
    }

    /**
     * Handles a truncated file: its rest, if it is found, and its new content must be read.
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
            java.util.stream.Stream.ofNullable(live ? followed.at(log) : null).forEach(next::add);
        } catch (IOException e) {
            failed(file, e);
        }
        return next;
    }

    /** Reports whether the reason is known why blocks are not stored: the route failed, or the state cannot be written. */
    boolean isTroubled() {
        return troubles.areOfRoute(failures);
    }

    /** Notes that a file could not be read; it is tried again after a pause. */
    void failed(TrackedFile file, Throwable e) {
        troubles.failed(file.path(), e);
        file.unseen();
        file.pause();
        if (file.stat() != null) {
            file.close();
        }
    }

    /** Notes that a file cannot be read, or unpacks to too many bytes. It is not tried again before it changes. */
    void unfit(TrackedFile file, IOException e) {
        troubles.note(file.path(), String.valueOf(e.getMessage()));
        boolean over = e instanceof UnreadableTextException && file.position().state().isRotated();
        file.progress(over ? ReadProgress.FINISHED : e instanceof OversizedException ? ReadProgress.LEFT : ReadProgress.CAUGHT_UP);
        file.close();
    }

    /** Reports whether a file is the one at its followed path. */
    boolean isLive(TrackedFile file) {
        return followed.isLive(file);
    }
}
