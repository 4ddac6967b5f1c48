package dev.caravan.source.file;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.source.file.Fingerprint.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens at the paths that are followed: a file appears, leaves, is replaced, is truncated. */
final class RotationTracker {

    private static final Logger LOG = LoggerFactory.getLogger(RotationTracker.class);

    /** Logs may begin alike, with a banner or a header, by so many bytes: no more makes a file the copy of one. */
    private static final long MOST_ALIKE = 64 * 1024;

    private final TailOptions options;
    private final SourceStats stats;
    private final TrackedFiles followed;
    private final FileIdentifier identifier;
    private final RotatedFileScanner scanner;
    private final Map<Path, Other> others = new HashMap<>();
    private boolean placed;

    /**
     * A path that is not followed by itself.
     *
     * @param growing its changes are those of a followed file, or the sweep's business
     * @param log     the log that it was rotated from, by its name; or null
     */
    private record Other(FileStat stat, boolean growing, @Nullable Path log) {

        boolean isStill(FileStat now) {
            return growing ? now.sameInode(stat.device(), stat.inode()) : now.equals(stat);
        }
    }

    RotationTracker(TailOptions options, SourceStats stats, TrackedFiles followed, FileIdentifier identifier, RotatedFileScanner scanner) {
        this.options = options;
        this.stats = stats;
        this.followed = followed;
        this.identifier = identifier;
        this.scanner = scanner;
    }

    /** Whether there is nothing to be found out about a path at which no file is followed. */
    boolean isSettled(Path path) {
        FileStat stat = FileStat.of(path);
        Other other = others.get(path);
        return stat == null || other != null && other.isStill(stat);
    }

    /** Whether all paths at which no file is followed are the sweep's business alone. */
    boolean areSettled() {
        return others.values().stream().allMatch(Other::growing);
    }

    /** Finds out which file stands at the path now, and follows it. */
    void look(Path path, boolean atEnd) throws IOException {
        FileStat stat = FileStat.of(path);
        if (stat == null) {
            return;
        }
        TrackedFile file = followed.at(path);
        if (file != null && file.stat() == null) {
            leave(file, stat);
            file = followed.at(path);
        }
        if (file == null) {
            appeared(path, stat, atEnd);
        }
    }

    /** Looks at all followed paths, also those at which nothing stands now. */
    void lookAtAll() throws IOException {
        for (TrackedFile file : java.util.List.copyOf(followed.live())) {
            if (file.stat() == null) {
                leave(file, FileStat.of(file.path()));
            } else if (!placed) {
                followed.place(file);
            }
        }
        placed = true;
        Set<Path> logs = followed.logs();
        others.entrySet().removeIf(other -> !Files.exists(other.getKey()) || isOver(other.getKey(), other.getValue(), logs));
    }

    /** Whether the log is gone, and forgotten, from which a file seemed to be rotated: the sweep knows nothing of it then. */
    private static boolean isOver(Path path, Other other, Set<Path> logs) {
        return other.log() != null && !logs.contains(other.log()) && !Files.exists(other.log())
            && !RotatedName.isNumbered(PathText.name(path.getFileName()));
    }

    /** Another file stands at the path, or none. The one that stood there is read to its end wherever it is. */
    private void leave(TrackedFile file, @Nullable FileStat now) throws IOException {
        FileStat to = identifier.renamed(file);
        if (to == null && now != null && identifier.isSame(file, now)) {
            // Replaced by a copy of itself: an editor, a restore, or a file system without stable inodes.
            followed.stands(file, now);
            return;
        }
        stats.count(Event.ROTATIONS);
        others.clear();
        if (to != null) {
            followed.found(file, to);
            return;
        }
        followed.gone(file);
        file.unseen();
        file.grew();
        if (!file.isOpen()) {
            scanner.findHeir(file);
        }
    }

    private void appeared(Path path, FileStat stat, boolean atEnd) throws IOException {
        TrackedFile owner = followed.byInode(stat);
        if (owner != null && !identifier.isItself(owner, stat)) {
            owner = null;
        }
        if (owner != null && followed.isLive(owner) && owner.stat() == null) {
            leave(owner, FileStat.of(owner.path()));
        }
        Path log = isLogOfItsOwn(path) ? null : logOf(path);
        if (owner != null && followed.isLive(owner) || log != null) {
            // A second link to a followed file; or a rotated one, about which the sweep decides.
            others.put(path, new Other(stat, true, log));
            return;
        }
        if (owner != null && !owner.position().isDone()) {
            followed.stands(owner, stat);
            return;
        }
        if (owner != null && isStillCopy(stat, owner)) {
            others.put(path, new Other(stat, false, null));
        } else if (owner == null && stat.size() == 0 || !adopt(path, stat, owner)) {
            follow(stat, atEnd);
        }
    }

    /** Whether a file that was a copy when it was seen last still is one, and no more. */
    private boolean isStillCopy(FileStat stat, TrackedFile copy) throws IOException {
        try (Content content = followed.open(stat.path())) {
            return stat.size() == copy.position().offset() || content.isFinal()
                || identifier.isCopyOfStanding(stat, content, null);
        }
    }

    /**
     * Follows a file as the one that it was before, elsewhere, or remembers it as a copy of one that is followed. Returns false if it
     * has nothing to do with others.
     */
    private boolean adopt(Path path, FileStat stat, @Nullable TrackedFile copy) throws IOException {
        try (Content content = followed.open(path)) {
            for (TrackedFile file : identifier.relatives(stat, content, copy, Match.SAME)) {
                FileCheckpoint p = file.position();
                // Under another name it may be another log that has the same banner; all logs may have moved to another directory.
                boolean sure = file.log().equals(path) || p.offset() > MOST_ALIKE
                    || file.log().getFileName().equals(path.getFileName()) && p.headLength() >= Fingerprint.HEAD / 2;
                if (file.stat() == null && !p.isDone() && sure && !followed.isLive(file)) {
                    forget(copy);
                    followed.stands(file, stat);
                    return true;
                }
            }
            if (copy != null) {
                FileCheckpoint p = copy.position();
                if (p.offset() > MOST_ALIKE && p.offset() < stat.size()) {
                    // What was a copy goes its own way from here.
                    followed.undone(copy);
                    followed.stands(copy, stat);
                    return true;
                }
                // It began as another log does, and is one itself.
                forget(copy);
                return false;
            }
            // A log that was rotated away may well begin again as it did before.
            if (followed.logs().contains(path) || !identifier.isCopyOfStanding(stat, content, null)) {
                return false;
            }
            byte[] end = new byte[1];
            if (content.read(stat.size() - 1, end, 0, 1) == 1 && end[0] == '\n') {
                followed.followDone(stat, path, content);
            }
            others.put(path, new Other(stat, false, null));
            return true;
        }
    }

    private void forget(@Nullable TrackedFile file) {
        if (file != null) {
            followed.forget(file);
        }
    }

    private void follow(FileStat stat, boolean atEnd) throws IOException {
        followed.follow(stat, atEnd ? lastLineEnd(stat.path()) : 0);
        others.remove(stat.path());
    }

    /** Whether a log was followed here before: the name is no rotated one then, whatever it looks like. */
    private boolean isLogOfItsOwn(Path path) {
        return !RotatedName.isNumbered(PathText.name(path.getFileName()))
            && followed.rotated().stream().anyMatch(file -> file.log().equals(path));
    }

    /** The log of which this is the name of a rotated form; or null. */
    private @Nullable Path logOf(Path path) {
        boolean numbered = RotatedName.isNumbered(path.getFileName().toString());
        String found = RotatedName.logOf(PathText.name(path.getFileName()), name -> {
            Path log = PathText.beside(path, name);
            return followed.at(log) != null || options.follows().test(log) && (numbered || Files.exists(log))
                || followed.rotated().stream().anyMatch(file -> file.log().equals(log));
        });
        return found == null ? null : PathText.beside(path, found);
    }

    /** The file was cut, or overwritten: copytruncate, or something worse. Its rest may be in a copy. */
    void truncated(TrackedFile file) throws IOException {
        boolean live = followed.isLive(file);
        Path log = file.log();
        FileStat now = FileStat.of(file.path());
        stats.count(Event.ROTATIONS);
        others.clear();
        boolean cut = now != null && isCut(file.position(), now);
        followed.overwritten(file);
        scanner.findHeir(file);
        if (now != null && live) {
            followed.follow(now, 0);
        } else if (now != null && cut) {
            followed.followRotated(now, log);
        }
    }

    /** Whether a file lost its end, as after a power loss; a log that rotation truncated does not begin as it did. */
    private boolean isCut(FileCheckpoint read, FileStat now) throws IOException {
        if (read.headLength() == 0 || !now.sameInode(read.device(), read.inode())) {
            return false;
        }
        try (Content content = followed.open(now.path())) {
            if (content.isFinal() || Fingerprint.compare(read, content) != Match.SHORTER) {
                return false;
            }
        }
        LOG.warn("{}: {} has {} bytes, {} were read of it before, and it begins the same: it was cut, or replaced by an older"
            + " state of itself. It is read from its beginning, so that nothing is lost; lines may come twice",
            options.source(), now.path(), now.size(), read.offset());
        return true;
    }

    /** Offset after the last newline of a file. */
    private long lastLineEnd(Path path) throws IOException {
        try (Content content = followed.open(path)) {
            if (content.isFinal()) {
                return Long.MAX_VALUE / 2;
            }
            byte[] bytes = new byte[64 * 1024];
            long end = content.size();
            while (end > 0) {
                int n = (int) Math.min(bytes.length, end);
                content.read(end - n, bytes, 0, n);
                for (int i = n - 1; i >= 0; i--) {
                    if (bytes[i] == '\n') {
                        return end - n + i + 1;
                    }
                }
                end -= n;
            }
            return 0;
        }
    }
}
