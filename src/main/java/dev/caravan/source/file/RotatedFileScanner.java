package dev.caravan.source.file;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.Ledger;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.Original;
import dev.caravan.source.file.Fingerprint.Match;
import dev.caravan.source.file.RotatedFileFinder.Sibling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines the files that rotation left beside the logs, and decides what each one is:
 * <ul>
 * <li>a followed file under a new name (same inode, same content);
 * <li>a copy or a compressed form of a file that is gone: the rest is read from it;
 * <li>a copy of a file that still exists, or that was read: it is remembered, so that it is never read by itself, and may later serve as
 * the rest of that file;
 * <li>a file that existed before the source was followed: it is remembered, and not read;
 * <li>a file that was created and rotated between two polls: it is read from its beginning.
 * </ul>
 * A file that cannot be identified yet, such as an incomplete {@code .gz}, is examined again.
 */
final class RotatedFileScanner {

    private static final Logger LOG = LoggerFactory.getLogger(RotatedFileScanner.class);
    // A rotated file may grow, or be completed, without a change of its directory.
    private static final long LOOK_EACH = TimeUnit.SECONDS.toNanos(10);
    // On some file systems, a directory's time does not show that something was created in it; listing many names takes long.
    private static final long LIST_EACH = TimeUnit.SECONDS.toNanos(60);
    // Time after which a vanished file that was not read to its end counts as lost.
    private static final long LOST_AFTER = TimeUnit.SECONDS.toMillis(10);

    // Limit of the time for which a file that is not found keeps the older parts of an archive from being finished.
    private static final long LOOK_FOR = TimeUnit.HOURS.toMillis(1);

    private final TailOptions options;
    private final Ledger ledger;
    private final SourceStats stats;
    private final TrackedFiles followed;
    private final RotatedFileFinder finder;
    private final FileIdentifier identifier;
    private final CheckpointPruner pruner;
    private final FileTroubles troubles;
    private final RotatedFileClassifier classifier;
    private final Map<Path, FileStat> decided = new HashMap<>();
    private final Set<Long> reported = new HashSet<>();
    private Set<Path> logs = Set.of();
    private List<Sibling> all = List.of();
    private long lookedAt;
    private long listedAt;
    private boolean listed;

    RotatedFileScanner(TailOptions options, Ledger ledger, SourceStats stats, TrackedFiles followed, RotatedFileFinder finder,
        FileIdentifier identifier, FileTroubles troubles) {
        this.troubles = troubles;
        this.options = options;
        this.ledger = ledger;
        this.stats = stats;
        this.followed = followed;
        this.finder = finder;
        this.identifier = identifier;
        this.pruner = new CheckpointPruner(options, ledger, followed, finder);
        this.classifier = new RotatedFileClassifier(options, ledger, followed, finder, identifier);
    }

    /** Examines all rotated files. */
    void run() {
        // The head recognises a file that is compressed and deleted a moment later.
        followed.all().forEach(TrackedFile::learnHead);
        long begun = options.time().millis();
        boolean back = pruner.setBack(begun);
        Set<Path> now = followed.logs();
        boolean changed = finder.changed(now, options.directory());
        long nanos = options.time().nanos();
        boolean list = changed || !listed || back || !now.equals(logs)
            || nanos - listedAt > LIST_EACH && !finder.isHeldBack();
        boolean look = list || nanos - lookedAt > LOOK_EACH;
        if (list) {
            listed = true;
            listedAt = nanos;
            logs = now;
            all = finder.of(now);
        } else if (look) {
            all = RotatedFileFinder.again(all);
        }
        if (back) {
            decided.clear();
        }
        if (look) {
            lookedAt = nanos;
            decided.keySet().retainAll(all.stream().map(s -> s.stat().path()).collect(Collectors.toSet()));
            Map<Long, Original> copies = ledger.copies();
            (copies.isEmpty() ? List.<TrackedFile>of() : identifier.formerCopies(copies)).forEach(copy -> {
                decided.remove(copy.path());
                followed.forget(copy);
            });
            List<Sibling> last = new ArrayList<>();
            for (Sibling sibling : all) {
                boolean beingCompressed = Content.isTwin(sibling.stat().path());
                if (followed.at(sibling.stat().path()) == null && (beingCompressed || !decide(sibling, false))) {
                    last.add(sibling);
                }
            }
            // After their originals, so that they are recognised as copies.
            last.stream().filter(s -> followed.at(s.stat().path()) == null).forEach(s -> decide(s, true));
            ledger.looks().known(texts(finder.places()), texts(finder.readable()));
        }
        for (TrackedFile file : List.copyOf(followed.rotated())) {
            try {
                check(file, look);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                troubles.failed(file.log(), e);
            }
        }
        if (list && followed.rotated().stream().noneMatch(this::isLookedFor)) {
            // Everything older was decided, and nothing of it will be needed after a crash.
            ledger.looks().last(pruner.steady(begun));
        }
        pruner.forget().forEach(reported::remove);
        report();
    }

    /** Reports how much is left to read, and notes when nothing waits to be read. */
    private void report() {
        long behind = followed.bytesBehind();
        stats.bytesBehind(behind);
        if (behind == 0 || followed.all().noneMatch(RotatedFileScanner::isUnread)) {
            stats.advanced();
        }
    }

    /** Reports whether a file has changed since it was read, or has lines that were read but not stored. */
    private static boolean isUnread(TrackedFile file) {
        FileStat stat = file.isFinished() || file.isLeft() ? null : file.stat();
        return stat != null && (file.changedSince(stat) || file.hasMore() || file.isPaused() || file.isBehind());
    }

    private static Set<String> texts(Set<Path> paths) {
        return paths.stream().map(PathText::of).collect(Collectors.toSet());
    }

    /**
     * Remembers the existing rotated files, at the first start, before anything else. None of them is read, whatever its time; each later
     * one is, because the clock may be wrong now, and the time of a file can be set.
     */
    void remember() {
        List<Path> logs = finder.followedIn(options.directory());
        Set<FileStat> inPlace = logs.stream().map(FileStat::of).collect(Collectors.toSet());
        for (Sibling sibling : finder.of(logs)) {
            FileStat file = sibling.stat();
            boolean live = inPlace.stream().anyMatch(log -> log != null && log.sameInode(file.device(), file.inode()));
            if (live || file.size() == 0 || pruner.isPast(file, sibling.log())) {
                continue;
            }
            try (Content content = followed.open(file.path())) {
                followed.skip(file, sibling.log(), content);
                identifier.stands(file);
            } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
                LOG.debug("{}: {} cannot be read: {}", options.source(), file.path(), e.toString());
            }
        }
        ledger.looks().known(texts(finder.places()), texts(finder.readable()));
    }

    /** Returns false if a file that is not compressed should be looked at again when all others have been. */
    private boolean decide(Sibling sibling, boolean last) {
        FileStat file = sibling.stat();
        if (file.size() == 0 || file.equals(decided.get(file.path()))) {
            return true;
        }
        try {
            identifier.stands(file);
            TrackedFile owner = followed.byInode(file);
            if (owner != null && followed.isLive(owner)) {
                // The file is being rotated, or has a second link; the check of its own path decides.
                return true;
            }
            if (owner != null && !identifier.isItself(owner, file)) {
                followed.overwritten(owner);
                owner = null;
            }
            if (owner == null && pruner.isPast(file, sibling.log())) {
                return true;
            }
            if (owner == null && pruner.mayBeForgotten(file, sibling.log())) {
                try (Content content = followed.open(file.path())) {
                    followed.skip(file, sibling.log(), content);
                }
                return true;
            }
            boolean known = owner == null ? classifier.unknown(sibling, all, last) : classifier.known(owner, sibling, all, last);
            if (known) {
                decided.put(file.path(), file);
            }
            troubles.told(file.path());
            return known || Content.isCompressed(file.path());
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            LOG.debug("{}: it is not clear yet what {} is: {}", options.source(), file.path(), e.toString());
            troubles.untold(file, e);
            return true;
        }
    }

    /** Reports whether a file is gone, and may have to be found again where it was rotated to. */
    private boolean isLookedFor(TrackedFile file) {
        long gone = file.position().goneSince();
        boolean safe = file.isFinished() && ledger.isSealed(file.id());
        return gone > 0 && !safe && (file.isOpen() || options.time().millis() - gone < LOOK_FOR);
    }

    /** Looks for the content of a vanished file, and has the rest read there. */
    boolean findHeir(TrackedFile file) {
        FileStat heir = identifier.heir(file);
        if (heir == null) {
            return false;
        }
        TrackedFile copy = followed.byInode(heir);
        if (copy != null && copy != file) {
            followed.forget(copy);
        }
        followed.found(file, heir);
        return true;
    }

    private void check(TrackedFile file, boolean look) {
        if (ledger.position(file.id()) == null) {
            // The check of another file found this one to be a copy of it.
            return;
        }
        FileCheckpoint p = file.position();
        if (p.goneSince() == 0 && file.stat() != null) {
            reported.remove(file.id());
            if (!p.isDone() && file.isFinished() && Content.isCompressed(file.path()) && ledger.isSealed(file.id())) {
                // The file cannot grow. Without this, the next start would unpack all of it to find that out again.
                followed.done(file);
            }
            return;
        }
        followed.gone(file);
        if (file.isOpen()) {
            // Deleted, but readable until it is closed; its lines may be needed again until they are sealed.
            if (file.isFinished() && ledger.isSealed(file.id())) {
                file.close();
            }
            return;
        }
        followed.notAfter(file, options.time().millis());
        if (p.headLength() == 0) {
            lost(file);
            followed.forget(file);
            return;
        }
        if (!file.isOrphan() || look && findHeir(file)) {
            return;
        }
        if (options.time().millis() - file.position().goneSince() > LOST_AFTER && reported.add(file.id())) {
            lost(file);
        }
    }

    private void lost(TrackedFile file) {
        boolean missed = file.isMissed();
        // Since the start, nothing was read of a file that another one kept waiting: its size was noted when it was found. How much is in a
        // compressed file is not known.
        boolean unread = file.knownSize() < 0 && !file.isFinished();
        boolean packed = unread && Content.isCompressed(file.path()) && file.position().size() == 0;
        long bytes = file.unread(unread ? file.position().size() : file.knownSize());
        if (bytes > 0 || missed || packed) {
            stats.count(Event.FILES_LOST);
            stats.count(Event.BYTES_LOST, bytes);
            // Not again at the next start.
            ledger.seen(file.id(), file.position().offset());
        }
        if (missed) {
            LOG.warn("{}: {} was followed when Caravan stopped, and is found neither at its path nor beside it: {} bytes that were"
                + " seen then are lost, and everything written to it since, unless the file or a copy of it appears", options.source(),
                file.log(), bytes);
        } else if (bytes > 0 || packed) {
            LOG.warn("{}: the file at {} was deleted or overwritten before it was read to its end: {} bytes are"
                + " lost, unless a copy of it appears", options.source(), packed ? file.path() : file.log(), packed ? "its last" : bytes);
        }
    }
}
