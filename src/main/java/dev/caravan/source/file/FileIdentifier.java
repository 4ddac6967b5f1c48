package dev.caravan.source.file;

import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.Original;
import dev.caravan.source.file.Fingerprint.Match;
import dev.caravan.source.file.RotatedFileFinder.Sibling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out by content which followed file a file is, or was made of. Reads at most its head and one more place. */
final class FileIdentifier {

    private static final Logger LOG = LoggerFactory.getLogger(FileIdentifier.class);

    private final TrackedFiles followed;
    private final RotatedFileFinder finder;
    private final FileHeads heads;
    private final HeirFinder heirs;

    FileIdentifier(TrackedFiles followed, RotatedFileFinder finder) {
        this.followed = followed;
        this.finder = finder;
        this.heads = new FileHeads(followed);
        this.heirs = new HeirFinder(followed, finder, this);
    }

    /**
     * Reports whether the file with this inode is the followed one, and not another file that got its inode.
     *
     * @throws IOException that cannot be determined yet
     */
    boolean isItself(TrackedFile file, FileStat stat) throws IOException {
        FileCheckpoint p = file.position();
        if (p.headLength() == 0 && Content.isCompressed(stat.path())) {
            return p.path().equals(PathText.of(stat.path()));
        }
        try (Content content = followed.open(stat.path())) {
            boolean itself;
            if (p.headLength() == 0) {
                // Nothing was read of the file, so only the opposite can be determined.
                itself = file.stat() != null || relatives(stat, content, file, Match.SAME).isEmpty();
            } else if (content.isFinal()) {
                // Compares only the head: more would require unpacking all of it.
                itself = Fingerprint.compare(p.at(0, 0, null, false), content) == Match.SAME;
            } else {
                itself = Fingerprint.compare(p, content) != Match.DIFFERENT;
            }
            stands(stat);
            return itself;
        }
    }

    /**
     * Checks that the listed file is still at its path; otherwise what was read there says nothing. logrotate renames one file after the
     * other during a sweep, and a sweep takes long if much must be unpacked.
     *
     * @throws IOException another file is there, so nothing can be determined yet
     */
    void stands(FileStat stat) throws IOException {
        FileStat now = FileStat.of(stat.path());
        if (now == null || !now.sameInode(stat.device(), stat.inode())) {
            throw new IOException(stat.path() + " was renamed or replaced while it was examined");
        }
    }

    /** Reports whether the file at a path has the content that was read of a followed one, and perhaps more. */
    boolean isSame(TrackedFile file, FileStat at) throws IOException {
        try (Content content = followed.open(at.path())) {
            boolean same = file.position().headLength() > 0 && Fingerprint.compare(file.position(), content) == Match.SAME;
            stands(at);
            return same;
        } catch (FileRefusedException e) {
            // Whatever this file is, it is not read.
            return false;
        }
    }

    /**
     * Returns the files that this one begins as, as far as they were read.
     *
     * @param atLeast {@link Match#SHORTER} to include files whose head this one has, although it has less than was read of them
     */
    List<TrackedFile> relatives(FileStat stat, Content content, @Nullable TrackedFile except, Match atLeast)
        throws IOException {
        byte[] head = new byte[Fingerprint.HEAD];
        int n = content.read(0, head, 0, head.length);
        if (content.broken() != null) {
            // Not even the head is complete yet.
            throw content.broken();
        }
        Map<Integer, String> hashes = new HashMap<>();
        List<TrackedFile> found = new java.util.ArrayList<>();
        for (TrackedFile file : (Iterable<TrackedFile>) followed.all()::iterator) {
            FileCheckpoint p = file.position();
            int length = p.headLength();
            if (file == except || length == 0 || length > n
                || !hashes.computeIfAbsent(length, l -> Fingerprint.hash(head, 0, l)).equals(p.headHash())) {
                continue;
            }
            Match match = Fingerprint.compare(p, content);
            if ((match == Match.SAME || match == Match.SHORTER && atLeast == Match.SHORTER)
                && !goesAnotherWay(stat, content, file, match)) {
                found.add(file);
            }
        }
        return found;
    }

    /** Reports whether a file shares only a banner or a header with a followed one whose content is still what was read. */
    private boolean goesAnotherWay(FileStat stat, Content content, TrackedFile file, Match match) throws IOException {
        FileCheckpoint p = file.position();
        FileStat at = file.stat();
        if (stat.sameInode(p.device(), p.inode())) {
            return false;
        }
        if (at != null) {
            try (Content other = followed.open(at.path())) {
                if (Fingerprint.isStill(p, other)) {
                    return Fingerprint.differ(content, other);
                }
            }
        }
        // What was read is gone from there: the followed file vanished, was truncated, or was written anew.
        if (match == Match.SAME || content.broken() != null || p.inode() == 0) {
            // A copy of a truncated log may have been made before the log's last lines were read.
            return false;
        }
        // Only the head is equal. If the content that was read cannot be compared further, this is no copy of it: lines that arrive twice
        // are better than lost ones.
        return !file.isOpen() || file.content().isFinal() || Fingerprint.compare(p, file.content()) != Match.SAME
            || Fingerprint.differ(content, file.content());
    }

    /** Reports whether a relative of a file was read so far that the file has nothing new. */
    boolean isCovered(FileStat stat, Content content, TrackedFile relative) throws IOException {
        long offset = relative.position().offset();
        return content.isFinal() ? offset >= Long.MAX_VALUE / 2 || content.read(offset, new byte[1], 0, 1) == 0
            : stat.size() <= offset;
    }

    /** Returns the followed file that still exists and of which this one is a copy, perhaps an incomplete one; or null. */
    @Nullable
    TrackedFile standing(FileStat stat, Content content, @Nullable Path log) throws IOException {
        if (content.isFinal()) {
            return null;
        }
        for (TrackedFile file : (Iterable<TrackedFile>) followed.all()::iterator) {
            // A copy whose name has nothing in common with the original's counts as a log.
            boolean related = !file.position().isDone() && (log != null ? file.log().equals(log)
                : RotatedName.isLike(file.log(), stat.path()));
            FileStat original = !related ? null : file.stat();
            if (original == null || original.sameInode(stat.device(), stat.inode()) || stat.size() > original.size()
                || Content.isCompressed(original.path())) {
                continue;
            }
            try (Content other = followed.open(original.path())) {
                if (Fingerprint.isCopy(content, stat.size(), other)) {
                    return file;
                }
            }
        }
        return null;
    }

    /**
     * Returns the copies that are none any more: the original was truncated and written again while its lines may be needed again, so the copy
     * alone has them.
     *
     * @param copies what each copy is one of, by its number
     */
    List<TrackedFile> formerCopies(Map<Long, Original> copies) {
        Map<Long, TrackedFile> files = followed.all().collect(Collectors.toMap(TrackedFile::id, file -> file));
        return copies.entrySet().stream().filter(copy -> isFormer(files.get(copy.getKey()), files.get(copy.getValue().id())))
            .map(copy -> files.get(copy.getKey())).toList();
    }

    private boolean isFormer(@Nullable TrackedFile copy, @Nullable TrackedFile original) {
        FileStat stat = copy == null ? null : copy.stat();
        FileStat from = original == null ? null : original.stat();
        if (stat == null || from == null || Content.isCompressed(stat.path()) || Content.isCompressed(from.path())) {
            return false;
        }
        try (Content content = followed.open(stat.path()); Content other = followed.open(from.path())) {
            return !Fingerprint.isCopy(content, stat.size(), other);
        } catch (IOException e) {
            LOG.debug("{} cannot be compared: {}", stat.path(), e.toString());
            return false;
        }
    }

    /** Returns the file beside the same log, perhaps one that is unknown yet, of which this one is an earlier copy; or null. */
    @Nullable
    Sibling larger(Sibling file, Content content, List<Sibling> all) throws IOException {
        if (content.isFinal()) {
            return null;
        }
        for (Sibling sibling : heads.larger(file, content, all)) {
            try (Content larger = followed.open(sibling.stat().path())) {
                stands(sibling.stat());
                if (Fingerprint.isCopy(content, file.stat().size(), larger)) {
                    return sibling;
                }
            }
        }
        return null;
    }

    /** Returns where a file that left its path is now, whatever its name; or null. */
    @Nullable
    FileStat renamed(TrackedFile file) {
        String realPath = file.position().realPath();
        FileStat real = realPath == null ? null : FileStat.of(PathText.path(realPath));
        if (real != null && itself(file, List.of(real)) != null) {
            // The file stayed in its place, and a link leads elsewhere.
            return real;
        }
        List<FileStat> likely = finder.near(file.log()).stream().map(Sibling::stat).toList();
        FileStat found = itself(file, likely);
        return found != null ? found : itself(file, finder.around(file.log()));
    }

    private @Nullable FileStat itself(TrackedFile file, List<FileStat> candidates) {
        FileCheckpoint p = file.position();
        for (FileStat candidate : candidates) {
            try {
                if (candidate.sameInode(p.device(), p.inode()) && isItself(file, candidate)) {
                    return candidate;
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be compared: {}", candidate.path(), e.toString());
            }
        }
        return null;
    }

    /** Returns a file with the content that was read of a vanished one, and probably its rest; or null. */
    @Nullable
    FileStat heir(TrackedFile file) {
        return heirs.of(file);
    }

    /** Reports whether what stands at a file's path, and has its inode, still has what was read of it: it may have been truncated. */
    boolean isIntact(TrackedFile file) throws IOException {
        FileCheckpoint p = file.position();
        try (Content content = followed.open(file.path())) {
            return content.isFinal() ? Fingerprint.compare(p.at(0, 0, null, false), content) == Match.SAME : Fingerprint.isStill(p, content);
        }
    }

    /**
     * Reports whether a file that only begins as one that is gone is another one: beside it lies what the one that is gone was rotated to. A
     * log may begin with a banner longer than its head, and after a crash no more than the head may be known of the one that is gone.
     */
    boolean isElsewhere(TrackedFile gone, FileStat stat, Content content) throws IOException {
        FileCheckpoint p = gone.position();
        FileStat heir = p.offset() > p.headLength() ? null : heir(gone);
        if (heir == null || heir.sameInode(stat.device(), stat.inode())) {
            return false;
        }
        try (Content other = followed.open(heir.path())) {
            return Fingerprint.differ(content, other);
        }
    }
}
