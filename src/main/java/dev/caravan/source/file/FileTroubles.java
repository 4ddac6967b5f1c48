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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The problems of single files of a source: logs each once, and keeps it in the source's health while it lasts. The other files are read
 * meanwhile. Called only by the source's thread.
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
     * A rotated file whose origin cannot be determined.
     *
     * @param since when that was first found of the unchanged file, by {@link Time#nanos()}
     */
    private record Untold(FileStat file, long since) {
    }

    FileTroubles(String source, SourceStats stats, Time time) {
        this.time = time;
        this.source = source;
        this.stats = stats;
    }

    /** Notes that a file could not be read; it is tried again. */
    void failed(Path path, Throwable e) {
        if (e instanceof FileRefusedException) {
            // Already logged.
            return;
        }
        if (e instanceof UnwritableException) {
            // The state cannot be written, so the log is not at fault. The problem is over when the next block is stored.
            if (stats.problem(SourceStats.STATE, e.getMessage())) {
                LOG.warn("{}: {}.", source, e.getMessage());
            }
            return;
        }
        String text = path + " cannot be read: " + (e instanceof AccessDeniedException
            ? "permission denied; let this user read it (on Debian: add it to the group adm)" : e.toString());
        note(path, text, " Caravan tries again.");
    }

    /** Notes that not even the file at a path could be identified; that is tried again in a second. */
    void failedLook(Path path, Throwable e) {
        failed(path, e);
        failedAt.put(path, time.nanos());
    }

    /** Reports whether the route has failed, or the state could not be written, since the number of failures was taken. */
    boolean areOfRoute(long failures) {
        // A seal in another thread may have succeeded in the meantime.
        return stats.hasProblem(SourceStats.STATE) || stats.hasProblem(SourceStats.ROUTE)
            || stats.get(SourceStats.Event.FAILED) != failures;
    }

    /** Notes that the file at a path was identified. Perhaps nothing is read of it, so this ends the problem. */
    void looked(Path path) {
        if (failedAt.remove(path) != null) {
            readAgain(path);
        }
    }

    /** Reports whether {@link #failedLook} was called for a path less than a second ago. */
    boolean hasFailed(Path path) {
        Long since = failedAt.get(path);
        return since != null && time.nanos() - since < PAUSE;
    }

    /** Reports the same for any path. */
    boolean hasAnyFailed() {
        return failedAt.keySet().stream().anyMatch(this::hasFailed);
    }

    /** Reports whether {@link #failedLook} was called for a path, however long ago, and the problem is not over. */
    boolean hasUnknown() {
        return failedAt.keySet().stream().anyMatch(about::contains);
    }

    /** Notes another problem of a file. */
    void note(Path path, String text) {
        note(path, text, "");
    }

    private void note(Path path, String text, String what) {
        about.add(path);
        if (stats.problem(PathText.of(path), text)) {
            LOG.warn("{}: {}.{}", source, text, what);
        }
    }

    /** Notes that the origin of a rotated file cannot be determined. The file may be incomplete; that is a problem only if it stays so. */
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

    /** Notes that the origin of a rotated file is known. */
    void told(Path path) {
        if (untold.remove(path) != null) {
            over(path);
        }
    }

    /**
     * Notes that a file was read without a failure.
     *
     * @param file null if it is deleted or replaced: that says nothing about what is at its path
     */
    void readAgain(@Nullable FileStat file) {
        if (file != null) {
            readAgain(file.path());
        }
    }

    /** Ends the problem of a path. */
    void readAgain(Path path) {
        if (over(path)) {
            LOG.info("{}: {} can be read again", source, path);
        }
    }

    private boolean over(Path path) {
        return about.remove(path) && stats.problem(PathText.of(path), null);
    }

    /** Clears the problems of files that are gone. */
    void forgetGone() {
        failedAt.keySet().removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
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
