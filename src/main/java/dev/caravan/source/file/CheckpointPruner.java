package dev.caravan.source.file;

import dev.caravan.state.Ledger;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Limits the checkpoint: decides how long files are remembered that are gone, or that are in an archive that grows forever. */
final class CheckpointPruner {

    // The clock of files may go in steps of this many milliseconds, behind the machine's.
    static final long TICK = 20;
    // How long a vanished file may come back, as a copy or compressed.
    private static final long GONE = TimeUnit.DAYS.toMillis(7);
    private static final long GONE_COPIES = TimeUnit.HOURS.toMillis(1);
    // In an archive, files from before the first start are remembered if they are younger than this, because the clock may be ahead then.
    private static final long BEFORE = TimeUnit.HOURS.toMillis(12);
    private static final long AT_LEAST = TimeUnit.MINUTES.toMillis(1);
    // This many vanished files are remembered in any case, and this many for each followed log.
    private static final int AT_LEAST_FILES = 500;
    private static final int FILES_OF_A_LOG = 3;
    // Limit of logs that come and go, with or without their directories, like those of containers.
    private static final int AWAY = 5000;

    private final TailOptions options;
    private final Ledger ledger;
    private final TrackedFiles followed;
    private final RotatedFileFinder finder;
    private final long started;
    private final long startedAt;
    private long forgotten;

    CheckpointPruner(TailOptions options, Ledger ledger, TrackedFiles followed, RotatedFileFinder finder) {
        this.options = options;
        this.ledger = ledger;
        this.followed = followed;
        this.finder = finder;
        this.started = ledger.looks().looked();
        this.startedAt = options.time().nanos();
    }

    /** Reports whether an unknown file was decided so long ago that it is not remembered, or existed before the source. */
    boolean isPast(FileStat file, Path log) {
        return finder.isInDatedArchive(file.path(), log)
            && file.mtime() / 1_000_000 + TICK < Math.max(ledger.looks().created() - BEFORE, ArchiveDirectories.horizon(ledger.looks().looked()));
    }

    /**
     * Sets remembered times that are after now back to now. If there was one, the clock was ahead and is right now, or was right and is
     * behind now.
     *
     * @return true if there was one; everything there must then be checked once with {@link #mayBeForgotten}
     */
    boolean setBack(long now) {
        boolean ahead = ledger.looks().looked() > now;
        forgotten = ahead ? ArchiveDirectories.oldest(ledger.looks().looked()) : 0;
        ledger.looks().notAfter(now);
        return ahead;
    }

    /** Reports whether an unknown file in the archive may have been read, and forgotten before the time was set back. */
    boolean mayBeForgotten(FileStat file, Path log) {
        return forgotten > 0 && finder.isInDatedArchive(file.path(), log) && file.mtime() / 1_000_000 < forgotten;
    }

    /**
     * Returns the time of an examination to remember. It advances at most twice as fast as the monotonic clock: a clock that is days ahead
     * for a while must not make Caravan forget the archive of these days.
     */
    long steady(long now) {
        long elapsed = TimeUnit.NANOSECONDS.toMillis(options.time().nanos() - startedAt);
        return Math.min(now, started + Math.max(0, elapsed) * 2);
    }

    /** Forgets files that need not be recognised any more. Returns their numbers. */
    List<Long> forget() {
        List<Long> forgotten = new ArrayList<>();
        forgetGone(forgotten);
        forgetArchived(forgotten);
        return forgotten;
    }

    /**
     * Forgets files that are gone for long, and the oldest if there are too many. While its directory is missing or empty, or nothing has
     * replaced a log, the log may come back, with all others that left with it. These are counted separately, and not at all if even the
     * source's directory is.
     */
    private void forgetGone(List<Long> forgotten) {
        List<TrackedFile> gone = followed.rotated().stream()
            .filter(file -> file.position().goneSince() > 0 && !file.isOpen() && ledger.isSealed(file.id()))
            .sorted(Comparator.comparingLong(file -> file.position().goneSince())).toList();
        int most = Math.max(AT_LEAST_FILES, FILES_OF_A_LOG * followed.live().size());
        if (gone.size() <= most && gone.stream().noneMatch(this::isLongGone) || !isThere(options.directory())) {
            return;
        }
        Map<Path, TrackedFile> newest = new HashMap<>();
        gone.forEach(file -> newest.put(file.log(), file));
        newest.keySet().removeIf(log -> followed.at(log) != null);
        Map<Path, Boolean> there = new HashMap<>();
        List<TrackedFile> away = new ArrayList<>();
        List<TrackedFile> others = new ArrayList<>();
        for (TrackedFile file : gone) {
            boolean missing = !there.computeIfAbsent(file.path().getParent(), CheckpointPruner::isThere);
            boolean last = newest.get(file.log()) == file && !isLongGone(file);
            (missing || last ? away : others).add(file);
        }
        forget(away, AWAY, file -> false, forgotten);
        forget(others, most, this::isLongGone, forgotten);
    }

    /** Reports whether a directory has anything in it: an empty one may be that of a file system which is not mounted now. */
    private static boolean isThere(Path directory) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return entries.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    private boolean isLongGone(TrackedFile file) {
        return goneFor(file) > (file.position().isDone() ? GONE_COPIES : GONE);
    }

    private long goneFor(TrackedFile file) {
        return options.time().millis() - file.position().goneSince();
    }

    private void forget(List<TrackedFile> oldestFirst, int most, Predicate<TrackedFile> old, List<Long> forgotten) {
        int tooMany = oldestFirst.size() - most;
        for (TrackedFile file : oldestFirst) {
            if (old.test(file) || tooMany > 0 && goneFor(file) > AT_LEAST) {
                forget(file, forgotten);
                tooMany--;
            }
        }
    }

    private void forgetArchived(List<Long> forgotten) {
        long oldest = ArchiveDirectories.oldest(ledger.looks().looked());
        for (TrackedFile file : List.copyOf(followed.rotated())) {
            if (file.isFinished() && !file.isOpen() && ledger.isSealed(file.id())
                && finder.isInDatedArchive(file.path(), file.log())) {
                FileStat stat = file.stat();
                if (stat != null && stat.mtime() / 1_000_000 < oldest) {
                    forget(file, forgotten);
                }
            }
        }
    }

    private void forget(TrackedFile file, List<Long> forgotten) {
        followed.forget(file);
        forgotten.add(file.id());
    }
}
