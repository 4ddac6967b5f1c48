package dev.caravan.source.file;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.Original;
import dev.caravan.source.file.Fingerprint.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tracks what happens at the followed paths: a file appears, leaves, is replaced, or is truncated. */
final class RotationTracker {

    private static final Logger LOG = LoggerFactory.getLogger(RotationTracker.class);

    /** Length in bytes of a banner or a header that logs may have in common. Only a longer common beginning makes a file a copy. */
    private static final long MOST_ALIKE = 64 * 1024;

    private final TailOptions options;
    private final SourceStats stats;
    private final TrackedFiles followed;
    private final FileIdentifier identifier;
    private final RotatedFileScanner scanner;
    private final Map<Path, Other> others = new HashMap<>();
    private boolean placed;

    /**
     * A path at which no file is followed.
     *
     * @param growing whether its changes are those of a followed file, or are left to the sweep
     * @param log     the log from which it was rotated, according to its name; or null
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

    /** Reports whether nothing is left to find out about a path at which no file is followed. */
    boolean isSettled(Path path) {
        FileStat stat = FileStat.of(path);
        Other other = others.get(path);
        return stat == null || other != null && other.isStill(stat);
    }

    /** Reports whether all paths at which no file is followed are left to the sweep. */
    boolean areSettled() {
        return others.values().stream().allMatch(Other::growing);
    }

    /** Finds out which file is at the path now, and follows it. */
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

    /** Checks all followed paths, including those without a file now. One at which that fails is told, and hinders no other. */
    void lookAtAll(BiConsumer<Path, Throwable> failed) {
        boolean all = true;
        for (TrackedFile file : java.util.List.copyOf(followed.live())) {
            Path path = file.path();
            try {
                if (file.stat() == null) {
                    leave(file, FileStat.of(path));
                } else if (!placed) {
                    followed.place(file);
                }
            } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
                all = false;
                failed.accept(path, e);
            }
        }
        placed |= all;
        Set<Path> logs = followed.logs();
        others.entrySet().removeIf(other -> !Files.exists(other.getKey()) || isOver(other.getKey(), other.getValue(), logs));
    }

    /** Reports whether the log from which a file seemed to be rotated is gone and forgotten, so that the sweep does not know it. */
    private static boolean isOver(Path path, Other other, Set<Path> logs) {
        return other.log() != null && !logs.contains(other.log()) && !Files.exists(other.log())
            && !RotatedName.isNumbered(PathText.name(path.getFileName()));
    }

    /** Handles a file that was replaced at its path, or left it. It is read to its end wherever it is. */
    private void leave(TrackedFile file, @Nullable FileStat now) throws IOException {
        FileStat to = identifier.renamed(file);
        if (to == null && now != null && isSameAndNotElsewhere(file, now)) {
            // Replaced by a copy of itself: by an editor, a restore, or on a file system without stable inodes.
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

    private boolean isSameAndNotElsewhere(TrackedFile file, FileStat now) throws IOException {
        if (!identifier.isSame(file, now)) {
            return false;
        }
        try (Content content = followed.open(now.path())) {
            return !identifier.isElsewhere(file, now, content);
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
            // A second link to a followed file; or a rotated file, about which the sweep decides.
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

    /** Reports whether a file that was a copy when it was last seen still is one, and nothing more. */
    private boolean isStillCopy(FileStat stat, TrackedFile copy) throws IOException {
        try (Content content = followed.open(stat.path())) {
            return stat.size() == copy.position().offset() || content.isFinal()
                || identifier.standing(stat, content, null) != null;
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
                // Under another name, it may be another log with the same banner; or all logs may have moved to another directory.
                boolean sure = file.log().equals(path) || p.offset() > MOST_ALIKE
                    || file.log().getFileName().equals(path.getFileName()) && p.headLength() >= Fingerprint.HEAD / 2;
                if (file.stat() == null && !p.isDone() && sure && !followed.isLive(file) && !identifier.isElsewhere(file, stat, content)) {
                    forget(copy);
                    followed.stands(file, stat);
                    return true;
                }
            }
            if (copy != null) {
                FileCheckpoint p = copy.position();
                if (p.offset() > MOST_ALIKE && p.offset() < stat.size()) {
                    // The former copy has its own content from here on.
                    followed.undone(copy);
                    followed.stands(copy, stat);
                    return true;
                }
                // The file began as another log does, and is a log itself.
                forget(copy);
                return false;
            }
            // A log may well begin again as it did before it was rotated away.
            TrackedFile original = followed.logs().contains(path) ? null : identifier.standing(stat, content, null);
            if (original == null) {
                return false;
            }
            byte[] end = new byte[1];
            if (content.read(stat.size() - 1, end, 0, 1) == 1 && end[0] == '\n') {
                followed.followDone(stat, path, content, new Original(original.id(), stat.size()));
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

    /** Reports whether a log was followed here before: its name is then not a rotated one, whatever it looks like. */
    private boolean isLogOfItsOwn(Path path) {
        return !RotatedName.isNumbered(PathText.name(path.getFileName()))
            && followed.rotated().stream().anyMatch(file -> file.log().equals(path));
    }

    /** Returns the log of which this name is a rotated form; or null. */
    private @Nullable Path logOf(Path path) {
        boolean numbered = RotatedName.isNumbered(path.getFileName().toString());
        String found = RotatedName.logOf(PathText.name(path.getFileName()), name -> {
            Path log = PathText.beside(path, name);
            return followed.at(log) != null || options.follows().test(log) && (numbered || Files.exists(log))
                || followed.rotated().stream().anyMatch(file -> file.log().equals(log));
        });
        return found == null ? null : PathText.beside(path, found);
    }

    /** Handles a file that was cut or overwritten: by copytruncate, or something worse. Its rest may be in a copy. */
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

    /** Reports whether a file lost its end, as after a power loss. A log that rotation truncated does not begin as before. */
    private boolean isCut(FileCheckpoint read, FileStat now) throws IOException {
        if (read.headLength() == 0 || !now.sameInode(read.device(), read.inode())) {
            return false;
        }
        try (Content content = followed.open(now.path())) {
            if (content.isFinal() || Fingerprint.compare(read, content) != Match.SHORTER) {
                return false;
            }
        }
        LOG.warn("{}: {} has {} bytes, but {} were read of it before, and its beginning is unchanged: it was cut, or replaced by an older"
            + " version of itself. It is read from its beginning, so that nothing is lost; lines may arrive twice",
            options.source(), now.path(), now.size(), read.offset());
        return true;
    }

    /** Returns the offset after the last newline of a file. */
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
