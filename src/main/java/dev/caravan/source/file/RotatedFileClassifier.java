package dev.caravan.source.file;

import dev.caravan.state.Durable;
import dev.caravan.state.Ledger;
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

/** Decides what a file with a rotated name is, and what becomes of it: {@link RotatedFileScanner} has the list. */
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
     * A file that is followed, or was.
     *
     * @param all what else lies beside the logs
     * @return whether it could be told what has become of it
     */
    boolean known(TrackedFile owner, Sibling sibling, List<Sibling> all) throws IOException {
        FileStat file = sibling.stat();
        FileCheckpoint p = owner.position();
        boolean grew = !Content.isCompressed(file.path()) && file.size() > p.offset();
        if (grew && p.isDone()) {
            if (p.headLength() < Fingerprint.HEAD && p.state() != FileState.SKIPPED) {
                // A file of a few bytes says little of what it will be: a copy that is being made, or not a copy at all.
                followed.forget(owner);
                return unknown(sibling, all);
            }
            return decide(sibling, all, owner);
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
     * A file of which nothing is known.
     *
     * @param all what else lies beside the logs
     * @return whether it could be told what it is
     */
    boolean unknown(Sibling sibling, List<Sibling> all) throws IOException {
        return decide(sibling, all, null);
    }

    /** @param known what was a copy, or was there before the source, and has grown; or null */
    private boolean decide(Sibling sibling, List<Sibling> all, @Nullable TrackedFile known) throws IOException {
        FileStat file = sibling.stat();
        // One whose first line was not complete at the start of this sweep, and which was rotated and compressed since.
        followed.all().filter(TrackedFile::isOpen).forEach(TrackedFile::learnHead);
        try (Content content = followed.open(file.path())) {
            List<TrackedFile> relatives = identifier.relatives(file, content, known, Match.SHORTER);
            for (TrackedFile relative : relatives) {
                if (relative.isOrphan() && identifier.isSame(relative, file)) {
                    return found(relative, file, known);
                }
            }
            boolean covered = identifier.isCopyOfStanding(file, content, sibling.log())
                || identifier.isCopyOfLarger(sibling, content, all);
            for (TrackedFile relative : relatives) {
                boolean covers = identifier.isCovered(file, content, relative);
                if (covers && relative.position().goneSince() > 0
                    && finder.isInDatedArchive(file.path(), sibling.log()) && identifier.isSame(relative, file)) {
                    return !relative.isOpen() && found(relative, file, known);
                }
                covered |= covers;
            }
            identifier.stands(file);
            if (!covered) {
                for (TrackedFile relative : relatives) {
                    if (!relative.position().isDone()) {
                        return longer(sibling, content, relative, known);
                    }
                }
            }
            if (known != null) {
                if (!covered) {
                    grown(known, sibling);
                }
                return true;
            }
            if (covered) {
                followed.followDone(file, sibling.log(), content);
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
        LOG.info("{}: {} was rotated between two looks; it is read from its beginning", options.source(), file.path());
        followed.followRotated(file, sibling.log()).learnHead();
        return true;
    }

    /**
     * Whether an unknown file lay there before the source was followed: its directory was not looked at before, and it is older.
     * The time alone says little, for it can be set, and the clock can have been wrong.
     */
    private boolean isFromBefore(FileStat file) throws IOException {
        return !ledger.looks().isKnown(PathText.of(Durable.directory(file.path()))) && file.mtime() / 1_000_000 + CheckpointPruner.TICK < ledger
            .looks().created();
    }

    /** Whether a file is followed by its own name, though that may be one that rotation gave. */
    private boolean isLogOfItsOwn(Path file) {
        return options.follows().test(file) && !RotatedName.isNumbered(PathText.name(file.getFileName()));
    }

    /** What was there before the source, or was a copy, has lines of its own: it is a log. */
    private void grown(TrackedFile known, Sibling sibling) throws IOException {
        FileStat file = sibling.stat();
        if (known.position().state() == FileState.SKIPPED && options.follows().test(file.path()) && !options.startAtEnd()) {
            followed.forget(known);
            LOG.info("{}: {} is a log, for it grows; it is read from its beginning", options.source(), file.path());
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

    /** A file that begins as another one, and has more than was read of that. */
    private boolean longer(Sibling sibling, Content content, TrackedFile relative, @Nullable TrackedFile known) throws IOException {
        if (followed.isLive(relative) && !content.isFinal() || relative.isOpen() && relative.stat() == null) {
            // That one was truncated just now, or is deleted and still being read: it is told soon.
            return false;
        }
        if (relative.stat() == null) {
            return found(relative, sibling.stat(), known);
        }
        if (known != null) {
            followed.forget(known);
        }
        if (content.isFinal()) {
            // It is being compressed.
            followed.followDone(sibling.stat(), sibling.log(), content);
        } else {
            followed.followFrom(relative, sibling.stat(), sibling.log());
        }
        return true;
    }
}
