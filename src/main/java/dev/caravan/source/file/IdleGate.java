package dev.caravan.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a poll can be left out: the one before found nothing, nothing is waited for, and neither the followed files nor
 * the directories in which rotation takes place have changed since. Asking costs a few calls of {@code stat}; a poll lists
 * all files of the directory, makes an exchange, and looks after rotated files. Used by the thread of the source.
 *
 * <p>What this overlooks is found by the next poll, which comes after {@link #LONGEST_MILLIS} in any case, and after {@link #SHORT}
 * where that is likelier: for some time after a rotation, when someone may still write to a rotated file, and where no log is
 * followed (that its directory may be read from now on changes no time).
 */
final class IdleGate {

    /** What changes neither a directory nor a followed file is found after this time. */
    static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    private static final long SHORT = TimeUnit.SECONDS.toNanos(15);
    private static final long AFTER_ROTATION_MILLIS = TimeUnit.MINUTES.toMillis(2);

    /** So near that another change within the same tick of the clock could not be told from it. */
    static final long SAME_TICK_MILLIS = 2000;

    private final TailOptions options;
    private final TrackedFiles followed;
    private final RotatedFileFinder finder;
    /** The followed files as they were when the lull began. */
    private final List<Mark> files = new ArrayList<>();
    private Map<Path, Long> directories = Map.of();
    private long polledAt;
    private long longest;
    private boolean recent;
    private boolean quiet;

    IdleGate(TailOptions options, TrackedFiles followed, RotatedFileFinder finder) {
        this.options = options;
        this.followed = followed;
        this.finder = finder;
    }

    /** Before a poll: whether it can be left out. If not, it is taken to follow. */
    boolean shouldSkipPoll() {
        long now = options.time().nanos();
        if (quiet && now - polledAt < longest && areUnchanged()) {
            return true;
        }
        quiet = false;
        polledAt = now;
        directories = finder.times(followed.logs(), options.directory());
        recent = finder.isRecent(directories, SAME_TICK_MILLIS);
        return false;
    }

    /** What is done each second by a source whose log is quiet: so it is plain. */
    private boolean areUnchanged() {
        for (Mark file : files) {
            if (!file.isUnchanged()) {
                return false;
            }
        }
        return finder.areUnchanged(directories, followed::logs, options.directory());
    }

    /** The poll found nothing: all that the files have is handed on, unless something is waited for. */
    void arm() {
        files.clear();
        quiet = false;
        if (directories == null) {
            // It was not asked before this poll, and maybe never is.
            return;
        }
        boolean rotated = finder.isRecent(directories, AFTER_ROTATION_MILLIS);
        longest = rotated || followed.live().isEmpty() ? SHORT : LONGEST;
        quiet = !recent && !finder.isHeldBack() && followed.live().stream().allMatch(this::mark)
            && followed.rotated().stream().allMatch(file -> !file.isOpen()
                && (file.isFinished() || file.isLeft() || file.position().goneSince() > 0));
    }

    /** Remembers what stands at the file's path; false when that may not be what was read last. */
    private boolean mark(TrackedFile file) {
        Mark mark = Mark.of(file.path());
        // In this order: what is replaced in between is found to be another file now, or at the next look.
        FileStat stat = file.stat();
        if (mark == null || stat == null || file.changedSince(stat) || isWaitedFor(file)) {
            return false;
        }
        files.add(mark);
        return true;
    }

    private static boolean isWaitedFor(TrackedFile file) {
        return file.hasMore() || file.isHeld() || file.isPaused() || file.isBehind();
    }

    /** There is something to do. */
    void disarm() {
        quiet = false;
    }

    /**
     * What stands at a path, links followed. It is compared by hand: what Java makes of a record's {@code equals} is among the
     * dearest things there are in code that runs once a second and so is never compiled.
     *
     * @param inode  device and inode
     * @param change time of the last change, in nanoseconds since 1970
     */
    private record Mark(Path path, Object inode, long size, long change) {

        /** @return null when there is nothing of that name */
        static @Nullable Mark of(Path path) {
            try {
                BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
                return new Mark(path, a.fileKey(), a.size(), a.lastModifiedTime().to(TimeUnit.NANOSECONDS));
            } catch (IOException e) {
                return null;
            }
        }

        boolean isUnchanged() {
            Mark now = of(path);
            return now != null && now.size == size && now.change == change && now.inode.equals(inode);
        }
    }
}
