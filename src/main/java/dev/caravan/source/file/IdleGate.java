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
 * Decides whether a poll can be skipped: the previous one found nothing, nothing is pending, and neither the followed files nor the
 * directories of rotation have changed since. The check costs a few calls of {@code stat}; a poll lists all files of the directory, creates
 * an exchange, and examines rotated files. Called only by the source's thread.
 *
 * <p>Changes that this check overlooks are found by the next poll, which comes after {@link #LONGEST_MILLIS} at the latest, and after
 * {@link #SHORT} when such changes are likelier: for some time after a rotation, when a program may still write to a rotated file, and
 * while no log is followed (a directory that becomes readable does not change its time).
 */
final class IdleGate {

    /** Time after which changes are found that alter neither a directory nor a followed file. */
    static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    private static final long SHORT = TimeUnit.SECONDS.toNanos(15);
    private static final long AFTER_ROTATION_MILLIS = TimeUnit.MINUTES.toMillis(2);

    /** Age below which another change within the same tick of the clock could not be distinguished. */
    static final long SAME_TICK_MILLIS = 2000;

    private final TailOptions options;
    private final TrackedFiles followed;
    private final RotatedFileFinder finder;
    /** The followed files as they were when polls began to be skipped. */
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

    /** Returns true if nothing can have changed since the last, empty poll. If false, a poll must follow. */
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

    /** Compares the files and directories. Simple, because a source with a quiet log does this each second. */
    private boolean areUnchanged() {
        for (Mark file : files) {
            if (!file.isUnchanged()) {
                return false;
            }
        }
        return finder.areUnchanged(directories, followed::logs, options.directory());
    }

    /** Notes that the poll found nothing: all data of the files is passed on, unless something is pending. */
    void arm() {
        files.clear();
        quiet = false;
        if (directories == null) {
            // shouldSkipPoll was not called before this poll, and perhaps never is.
            return;
        }
        boolean rotated = finder.isRecent(directories, AFTER_ROTATION_MILLIS);
        longest = rotated || followed.live().isEmpty() ? SHORT : LONGEST;
        quiet = !recent && !finder.isHeldBack() && followed.live().stream().allMatch(this::mark)
            && followed.rotated().stream().allMatch(file -> !file.isOpen()
                && (file.isFinished() || file.isLeft() || file.position().goneSince() > 0));
    }

    /** Remembers the file at the path. Returns false if it may not be the one that was read last. */
    private boolean mark(TrackedFile file) {
        Mark mark = Mark.of(file.path());
        // In this order: a file that replaces it in between is noticed now, or at the next check.
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

    /** Notes that there is something to do. */
    void disarm() {
        quiet = false;
    }

    /**
     * The file at a path, links followed. Compared by hand: the generated {@code equals} of a record is among the most expensive things in
     * code that runs once a second, and so is never compiled.
     *
     * @param inode  device and inode
     * @param change time of the last change, in nanoseconds since 1970
     */
    private record Mark(Path path, Object inode, long size, long change) {

        /** @return null if there is nothing of that name */
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
