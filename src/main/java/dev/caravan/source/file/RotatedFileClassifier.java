package dev.caravan.source.file;

import dev.caravan.state.Durable;
import dev.caravan.state.Ledger;
import dev.caravan.state.Original;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.FileState;
import dev.caravan.source.file.Fingerprint.Match;
import dev.caravan.source.file.RotatedFileFinder.Sibling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a file with a rotated name is, and what happens to it: {@link RotatedFileScanner} lists the cases. */
final class RotatedFileClassifier {

    private static final Logger LOG = LoggerFactory.getLogger(RotatedFileClassifier.class);

    private final TailOptions options;
    private final Ledger ledger;
    private final TrackedFiles followed;
    private final RotatedFileFinder finder;
    private final FileIdentifier identifier;

    RotatedFileClassifier(TailOptions options, Ledger ledger, TrackedFiles followed, RotatedFileFinder finder, FileIdentifier identifier) {
        this.options = options;
        this.ledger = ledger;
        this.followed = followed;
        this.finder = finder;
        this.identifier = identifier;
    }

    /**
     * Handles a file that is or was followed.
     *
     * @param all  the other files beside the logs
     * @param last whether all of them were handled before
     * @return whether its fate could be determined
     */
    boolean known(TrackedFile owner, Sibling sibling, List<Sibling> all, boolean last) throws IOException {
        FileStat file = sibling.stat();
        FileCheckpoint p = owner.position();
        boolean grew = !Content.isCompressed(file.path()) && file.size() > p.offset();
        if (grew && p.isDone()) {
            if (p.headLength() < Fingerprint.HEAD && p.state() != FileState.SKIPPED) {
                // A file of a few bytes says little: it may be a copy in the making, or not a copy at all.
                followed.forget(owner);
                return unknown(sibling, all, last);
            }
            return decide(sibling, all, last, owner);
        }
        if (owner.stat() == null) {
            followed.found(owner, file);
        } else if (grew && !p.isDone() && owner.isFinished()) {
            if (isLogOfItsOwn(file.path())) {
                followed.stands(owner, file);
            }
            owner.reopen();
            owner.grew();
        }
        return true;
    }

    /**
     * Handles an unknown file.
     *
     * @param all  the other files beside the logs
     * @param last whether all of them were handled before; if not, a copy of an unknown file is not decided
     * @return whether its origin could be determined
     */
    boolean unknown(Sibling sibling, List<Sibling> all, boolean last) throws IOException {
        return decide(sibling, all, last, null);
    }

    /** @param known the tracked file, if it was a copy or existed before the source, and has grown; or null */
    private boolean decide(Sibling sibling, List<Sibling> all, boolean last, @Nullable TrackedFile known) throws IOException {
        FileStat file = sibling.stat();
        // Also for a file whose first line was incomplete at the start of this sweep, and which was rotated and compressed since.
        followed.all().filter(TrackedFile::isOpen).forEach(TrackedFile::learnHead);
        try (Content content = followed.open(file.path())) {
            List<TrackedFile> relatives = identifier.relatives(file, content, known, Match.SHORTER);
            for (TrackedFile relative : relatives) {
                if (relative.isOrphan() && identifier.isSame(relative, file)) {
                    return found(relative, file, known);
                }
            }
            Original original = original(sibling, content, all);
            for (TrackedFile relative : relatives) {
                boolean covers = identifier.isCovered(file, content, relative);
                if (covers && relative.position().goneSince() > 0
                    && finder.isInDatedArchive(file.path(), sibling.log()) && identifier.isSame(relative, file)) {
                    return !relative.isOpen() && found(relative, file, known);
                }
                if (covers && (original == null || original.id() == 0)) {
                    original = new Original(relative.id(), content.isFinal() ? relative.position().offset() : file.size());
                }
            }
            identifier.stands(file);
            if (original == null) {
                for (TrackedFile relative : relatives) {
                    if (!relative.position().isDone()) {
                        return longer(sibling, content, relative, known);
                    }
                }
            }
            if (known != null) {
                if (original == null) {
                    grown(known, sibling);
                }
                return true;
            }
            if (original != null && original.id() == 0 && !last) {
                // The larger file gets its number first.
                return false;
            }
            if (original != null) {
                followed.followDone(file, sibling.log(), content, original);
                return true;
            }
            if (isFromBefore(file)) {
                followed.skip(file, sibling.log(), content);
                return true;
            }
        }
        if (isLogOfItsOwn(file.path()) && RotatedName.isCounted(PathText.name(file.path().getFileName()))) {
            followed.follow(file, 0);
            return true;
        }
        LOG.info("{}: {} was rotated between two polls; it is read from its beginning", options.source(), file.path());
        followed.followRotated(file, sibling.log()).learnHead();
        return true;
    }

    /** Returns what a file is a copy of: a followed file that exists, or another one beside the log; or null. */
    private @Nullable Original original(Sibling sibling, Content content, List<Sibling> all) throws IOException {
        FileStat file = sibling.stat();
        TrackedFile standing = identifier.standing(file, content, sibling.log());
        if (standing != null) {
            return new Original(standing.id(), file.size());
        }
        Sibling larger = identifier.larger(sibling, content, all);
        TrackedFile owner = larger == null ? null : followed.byInode(larger.stat());
        return larger == null ? null : new Original(owner == null ? 0 : owner.id(), file.size());
    }

    /**
     * Reports whether an unknown file existed before the source was followed: its directory was not examined before, and the file is older.
     * The time alone says little, because it can be set, and because the clock can have been wrong.
     */
    private boolean isFromBefore(FileStat file) throws IOException {
        return !ledger.looks().isKnown(PathText.of(Durable.directory(file.path()))) && file.mtime() / 1_000_000 + CheckpointPruner.TICK < ledger
            .looks().created();
    }

    /** Reports whether a file is followed under its own name, although rotation may have given that name. */
    private boolean isLogOfItsOwn(Path file) {
        return options.follows().test(file) && !RotatedName.isNumbered(PathText.name(file.getFileName()));
    }

    /** Handles a file that existed before the source, or was a copy, and has new lines of its own: it is a log. */
    private void grown(TrackedFile known, Sibling sibling) throws IOException {
        FileStat file = sibling.stat();
        if (known.position().state() == FileState.SKIPPED && options.follows().test(file.path()) && !options.startAtEnd()) {
            followed.forget(known);
            LOG.info("{}: {} grows, so it is a log; it is read from its beginning", options.source(), file.path());
            if (isLogOfItsOwn(file.path())) {
                followed.follow(file, 0);
            } else {
                followed.followRotated(file, sibling.log());
            }
            return;
        }
        followed.undone(known);
        if (isLogOfItsOwn(file.path())) {
            followed.stands(known, file);
        }
    }

    private boolean found(TrackedFile relative, FileStat file, @Nullable TrackedFile known) {
        if (known != null) {
            followed.forget(known);
        }
        followed.found(relative, file);
        return true;
    }

    /** Reports whether a compressed file has more lines than a file that stands: it was made of another one that began alike. */
    private static boolean hasMore(Content packed, TrackedFile standing) throws IOException {
        FileStat stat = standing.stat();
        return stat != null && !Content.isCompressed(stat.path()) && packed.read(stat.size(), new byte[1], 0, 1) > 0;
    }

    private boolean differ(Content packed, TrackedFile standing) throws IOException {
        try (Content other = followed.open(standing.path())) {
            return Fingerprint.differ(packed, other);
        }
    }

    /** Returns where the lines of a file that stands end, in bytes. */
    private static long end(TrackedFile standing) {
        FileStat stat = standing.stat();
        return stat == null || Content.isCompressed(stat.path()) ? Long.MAX_VALUE / 2 : stat.size();
    }

    /** Handles a file that begins as another one, and has more than was read of that one. */
    private boolean longer(Sibling sibling, Content content, TrackedFile relative, @Nullable TrackedFile known) throws IOException {
        if (followed.isLive(relative) && !content.isFinal() || relative.isOpen() && relative.stat() == null) {
            // The other file was truncated, or is deleted and still being read: its fate is known soon.
            return false;
        }
        if (relative.stat() == null || !identifier.isIntact(relative)) {
            // Its lines are in this file only. They may be needed again from where they were sealed, not from where they were read to.
            return found(relative, sibling.stat(), known);
        }
        if (content.isFinal() && !Content.isCompressed(relative.path()) && differ(content, relative)) {
            // The other file was truncated and written again since the two were compared.
            return false;
        }
        if (known != null) {
            followed.forget(known);
        }
        if (content.isFinal() && !hasMore(content, relative)) {
            // The file is being compressed.
            followed.followDone(sibling.stat(), sibling.log(), content, new Original(relative.id(), end(relative)));
        } else {
            followed.followFrom(relative, sibling.stat(), sibling.log());
        }
        return true;
    }
}
