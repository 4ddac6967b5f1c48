package dev.caravan.source.file;

import dev.caravan.state.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** For how long files are remembered that are gone, or that are in an archive which grows for ever: bounds the checkpoint. */
final class CheckpointPruner {

    // The clock of files may go in steps of so many milliseconds, behind the machine's.
    static final long TICK = 20;
    // A vanished file may come back, as a copy or compressed, for so long.
    private static final long GONE = TimeUnit.DAYS.toMillis(7);
    private static final long GONE_COPIES = TimeUnit.HOURS.toMillis(1);
    // In an archive: what was there before the first start is remembered if it is younger, for the clock may be ahead then.
    private static final long BEFORE = TimeUnit.HOURS.toMillis(12);
    private static final long AT_LEAST = TimeUnit.MINUTES.toMillis(1);
    // So many that are gone are remembered in any case, and for each log that is followed.
    private static final int AT_LEAST_FILES = 500;
    private static final int FILES_OF_A_LOG = 3;
    // Logs that come and go, with their directories or without, as those of containers do, are not remembered for ever.
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

    /** Whether an unknown file was decided about so long ago that it is not remembered, or was there before the source. */
    boolean isPast(FileStat file, Path log) {
        return finder.isInDatedArchive(file.path(), log)
            && file.mtime() / 1_000_000 + TICK < Math.max(ledger.looks().created() - BEFORE, ArchiveDirectories.horizon(ledger.looks().looked()));
    }

    /**
     * No time that is remembered is after this one, which is now. Where one was, the clock was ahead and is right now; or was right
     * and is behind now.
     *
     * @return whether that was so: then all that lies there is to be looked at once with {@link #mayBeForgotten}
     */
    boolean setBack(long now) {
        boolean ahead = ledger.looks().looked() > now;
        forgotten = ahead ? ArchiveDirectories.oldest(ledger.looks().looked()) : 0;
        ledger.looks().notAfter(now);
        return ahead;
    }

    /** Whether an unknown file in the archive may be one that was read and forgotten before the time was set back. */
    boolean mayBeForgotten(FileStat file, Path log) {
        return forgotten > 0 && finder.isInDatedArchive(file.path(), log) && file.mtime() / 1_000_000 < forgotten;
    }

    /**
     * The time of a look that is remembered. It goes no faster than at twice the speed of the clock that is never set: a clock
     * that is days ahead for a while must not make the archive of these days be forgotten.
     */
    long steady(long now) {
        long elapsed = TimeUnit.NANOSECONDS.toMillis(options.time().nanos() - startedAt);
        return Math.min(now, started + Math.max(0, elapsed) * 2);
    }

    /** Forgets what need not be known any more; returns the numbers of those files. */
    List<Long> forget() {
        List<Long> forgotten = new ArrayList<>();
        forgetGone(forgotten);
        forgetArchived(forgotten);
        return forgotten;
    }

    /**
     * Those that are gone for long, and the oldest of too many. While its directory is missing, or nothing has come in a log's
     * place, the log may come back, with all others that left with it: these count by themselves, and if even the source's
     * directory is missing they do not count at all.
     */
    private void forgetGone(List<Long> forgotten) {
        List<TrackedFile> gone = followed.rotated().stream()
            .filter(file -> file.position().goneSince() > 0 && !file.isOpen() && ledger.isSealed(file.id()))
            .sorted(Comparator.comparingLong(file -> file.position().goneSince())).toList();
        int most = Math.max(AT_LEAST_FILES, FILES_OF_A_LOG * followed.live().size());
        if (gone.size() <= most && gone.stream().noneMatch(this::isLongGone) || !Files.isDirectory(options.directory())) {
            return;
        }
        Map<Path, TrackedFile> newest = new HashMap<>();
        gone.forEach(file -> newest.put(file.log(), file));
        newest.keySet().removeIf(log -> followed.at(log) != null);
        Map<Path, Boolean> there = new HashMap<>();
        List<TrackedFile> away = new ArrayList<>();
        List<TrackedFile> others = new ArrayList<>();
        for (TrackedFile file : gone) {
            boolean missing = !there.computeIfAbsent(file.path().getParent(), Files::isDirectory);
            boolean last = newest.get(file.log()) == file && !isLongGone(file);
            (missing || last ? away : others).add(file);
        }
        forget(away, AWAY, file -> false, forgotten);
        forget(others, most, this::isLongGone, forgotten);
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
