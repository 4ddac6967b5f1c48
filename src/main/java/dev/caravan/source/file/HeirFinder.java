package dev.caravan.source.file;

import dev.caravan.source.file.RotatedFileFinder.Sibling;
import dev.caravan.state.FileCheckpoint;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the file that has the content of a vanished one, and probably its rest: what rotation made of it. */
final class HeirFinder {

    private static final Logger LOG = LoggerFactory.getLogger(HeirFinder.class);

    private final TrackedFiles followed;
    private final RotatedFileFinder finder;
    private final FileIdentifier identifier;

    HeirFinder(TrackedFiles followed, RotatedFileFinder finder, FileIdentifier identifier) {
        this.followed = followed;
        this.finder = finder;
        this.identifier = identifier;
    }

    /** Returns the file with the content that was read of a vanished one; or null. */
    @Nullable
    FileStat of(TrackedFile vanished) {
        if (vanished.position().headLength() == 0) {
            return null;
        }
        FileStat best = null;
        for (Sibling sibling : finder.near(vanished.log())) {
            FileStat candidate = sibling.stat();
            try {
                if (!isOfAnother(candidate, vanished) && identifier.isSame(vanished, candidate) && !isOfOneReadFurther(candidate, vanished)
                    && (best == null || rank(candidate, vanished) > rank(best, vanished))) {
                    best = candidate;
                }
            } catch (IOException e) {
                // The candidate is incomplete, or about to disappear; the next sweep examines it again.
                LOG.debug("{} cannot be compared: {}", candidate.path(), e.toString());
            }
        }
        return best;
    }

    /** Reports whether a candidate is another followed file, or a copy of one. */
    private boolean isOfAnother(FileStat candidate, TrackedFile vanished) throws IOException {
        TrackedFile owner = followed.byInode(candidate);
        if (owner == null || owner == vanished) {
            return false;
        }
        // It may have been renamed since the last sweep, so that it is not at its owner's path.
        return owner.position().isDone() ? followed.isCopyOfAnother(owner, vanished)
            : owner.position().goneSince() == 0 && identifier.isItself(owner, candidate);
    }

    /**
     * Reports whether a candidate is the heir of another vanished file, of which more than the head is known. Of this one, no more may be known
     * than a head that many logs have.
     */
    private boolean isOfOneReadFurther(FileStat candidate, TrackedFile vanished) throws IOException {
        if (isReadFurther(vanished.position())) {
            return false;
        }
        for (TrackedFile other : followed.rotated()) {
            if (other != vanished && other.position().goneSince() > 0 && isReadFurther(other.position())
                && identifier.isSame(other, candidate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReadFurther(FileCheckpoint position) {
        return position.offset() > position.headLength();
    }

    /** Ranks a candidate: first one that has everything that was seen of the file, then one that may have it, then the longest. */
    private static long rank(FileStat candidate, TrackedFile vanished) {
        if (Content.isCompressed(candidate.path())) {
            return Long.MAX_VALUE / 2;
        }
        return candidate.size() >= vanished.knownSize() && vanished.knownSize() >= 0 ? Long.MAX_VALUE : candidate.size();
    }
}
