package dev.caravan.tail;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Whether a poll can be left out: the one before found nothing, nothing is waited for, and neither the followed files nor
 * the directories in which rotation takes place have changed since. Asking costs a few calls of {@code stat}; a poll lists
 * all files of the directory, makes an exchange, and looks after rotated files. Used by the thread of the source.
 *
 * <p>What this overlooks is found by the next poll, which comes after {@link #LONGEST} in any case.
 */
final class Lull {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(15);

    private final TailOptions options;
    private final Followed followed;
    private final Siblings siblings;
    private Map<Path, Long> directories;
    private long polledAt;
    private boolean recent;
    private boolean quiet;

    Lull(TailOptions options, Followed followed, Siblings siblings) {
        this.options = options;
        this.followed = followed;
        this.siblings = siblings;
    }

    /** Before a poll: whether it can be left out. If not, it is taken to follow. */
    boolean lasts() {
        long now = options.time().nanos();
        if (quiet && now - polledAt < LONGEST && followed.live().stream().allMatch(Lull::isUnchanged)
            && siblings.times(followed.logs(), options.directory()).equals(directories)) {
            return true;
        }
        quiet = false;
        polledAt = now;
        directories = siblings.times(followed.logs(), options.directory());
        recent = siblings.isRecent(directories);
        return false;
    }

    private static boolean isUnchanged(FollowedFile file) {
        FileStat stat = file.stat();
        return stat != null && !file.changedSince(stat);
    }

    /** The poll found nothing: all that the files have is handed on, unless something is waited for. */
    void begins() {
        quiet = !recent && followed.live().stream().noneMatch(Lull::isWaitedFor)
            && followed.rotated().stream().allMatch(file -> !file.isOpen()
                && (file.isFinished() || file.position().goneSince() > 0));
    }

    private static boolean isWaitedFor(FollowedFile file) {
        return file.hasMore() || file.isHeld() || file.isPaused() || file.isBehind();
    }

    /** There is something to do. */
    void ends() {
        quiet = false;
    }
}
