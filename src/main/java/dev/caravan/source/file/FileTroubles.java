package dev.caravan.source.file;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.UnwritableException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with single files of a source: each is named once, and in the source's health for as long as it lasts; the
 * others go on. Used by the thread of the source.
 */
final class FileTroubles {

    private static final Logger LOG = LoggerFactory.getLogger(FileTroubles.class);

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long HALF_WRITTEN = TimeUnit.SECONDS.toNanos(30);

    private final String source;
    private final SourceStats stats;
    private final Time time;
    private final Map<Path, Long> failedAt = new HashMap<>();
    private final Set<Path> about = new HashSet<>();
    private final Map<Path, Untold> untold = new HashMap<>();

    /**
     * A rotated file of which it cannot be told what it is.
     *
     * @param since when that was found of the file as it is, by {@link Time#nanos()}
     */
    private record Untold(FileStat file, long since) {
    }

    FileTroubles(String source, SourceStats stats, Time time) {
        this.time = time;
        this.source = source;
        this.stats = stats;
    }

    /** A file could not be read; it is tried again. */
    void failed(Path path, Throwable e) {
        if (e instanceof FileRefusedException) {
            // It was told.
            return;
        }
        if (e instanceof UnwritableException) {
            // Where the state cannot be written, not the log is at fault. It is over when the next block is stored.
            if (stats.problem(SourceStats.STATE, e.getMessage())) {
                LOG.warn("{}: {}.", source, e.getMessage());
            }
            return;
        }
        String text = path + " cannot be read: " + (e instanceof AccessDeniedException
            ? "permission denied; let this user read it (on Debian: add it to the group adm)" : e.toString());
        note(path, text, " It is tried again.");
    }

    /** It could not even be told which file stands at a path: that is tried again in a second. */
    void failedLook(Path path, Throwable e) {
        failed(path, e);
        failedAt.put(path, time.nanos());
    }

    /** Whether the route failed or the state could not be written, since there were so many failures. */
    boolean areOfRoute(long failures) {
        // A seal in another thread may have worked in the meantime.
        return stats.hasProblem(SourceStats.STATE) || stats.hasProblem(SourceStats.ROUTE)
            || stats.get(SourceStats.Event.FAILED) != failures;
    }

    /** It could be told. */
    void looked(Path path) {
        failedAt.remove(path);
    }

    /** Whether {@link #failedLook} was said of a path less than a second ago. */
    boolean hasFailed(Path path) {
        Long since = failedAt.get(path);
        return since != null && time.nanos() - since < PAUSE;
    }

    /** The same of any path. */
    boolean hasAnyFailed() {
        return failedAt.keySet().stream().anyMatch(this::hasFailed);
    }

    /** Something else is wrong with a file. */
    void note(Path path, String text) {
        note(path, text, "");
    }

    private void note(Path path, String text, String what) {
        about.add(path);
        if (stats.problem(PathText.of(path), text)) {
            LOG.warn("{}: {}.{}", source, text, what);
        }
    }

    /** It cannot be told what a rotated file is. It may be half written: that is wrong only if it stays so. */
    void untold(FileStat file, Throwable e) {
        if (e instanceof FileRefusedException) {
            return;
        }
        long now = time.nanos();
        Untold before = untold.get(file.path());
        if (before == null || !before.file().equals(file)) {
            untold.put(file.path(), new Untold(file, now));
        } else if (now - before.since() > HALF_WRITTEN) {
            note(file.path(), file.path() + " was rotated, and it is not clear from what: " + e.getMessage()
                + ". Its lines are not read until it can be read as a whole");
        }
    }

    /** It is known what a rotated file is. */
    void told(Path path) {
        if (untold.remove(path) != null) {
            over(path);
        }
    }

    /** A file was read without a failure. */
    void readAgain(Path path) {
        if (over(path)) {
            LOG.info("{}: {} can be read again", source, path);
        }
    }

    private boolean over(Path path) {
        return about.remove(path) && stats.problem(PathText.of(path), null);
    }

    /** What is wrong with files that are gone is over. */
    void forgetGone() {
        untold.keySet().removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
        about.removeIf(path -> {
            boolean gone = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
            if (gone) {
                stats.problem(PathText.of(path), null);
            }
            return gone;
        });
    }
}
