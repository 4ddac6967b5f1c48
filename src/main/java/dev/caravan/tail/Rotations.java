package dev.caravan.tail;

import dev.caravan.flow.SourceStats;
import dev.caravan.flow.SourceStats.Event;
import dev.caravan.state.Ledger;
import dev.caravan.state.Position;
import dev.caravan.tail.Fingerprint.Match;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what the files are that rotation left beside a log. Each is one of:
 * <ul>
 * <li>a file that is followed, under a new name (same inode and same content);
 * <li>a copy or a compressed form of one that is followed and is gone: the rest is read out of it;
 * <li>a copy of one that is still there: nothing is done yet;
 * <li>one that was there before the source was followed: it is noted as read;
 * <li>one that came and was rotated between two looks: it is read from its beginning.
 * </ul>
 */
final class Rotations {

    private static final Logger LOG = LoggerFactory.getLogger(Rotations.class);
    /** A vanished file that was not read to its end is given up after this, in milliseconds. */
    private static final long LOST_AFTER = TimeUnit.SECONDS.toMillis(10);
    /** A vanished file may come back compressed for so long, in milliseconds. */
    private static final long FORGET_AFTER = TimeUnit.DAYS.toMillis(2);
    /** Vanished files of one source that are remembered. */
    private static final int REMEMBER = 200;
    private static final long LIST_EACH = TimeUnit.SECONDS.toNanos(10);

    private final TailOptions options;
    private final Ledger ledger;
    private final SourceStats stats;
    private final Siblings siblings;
    private final Map<Path, FileStat> decided = new HashMap<>();
    private final Map<Path, Long> listed = new HashMap<>();
    private final Set<Long> reported = new HashSet<>();
    private long listedAt;

    Rotations(TailOptions options, Ledger ledger, SourceStats stats) {
        this.options = options;
        this.ledger = ledger;
        this.stats = stats;
        this.siblings = new Siblings(options.archive());
    }

    /**
     * Looks through all rotated files.
     *
     * @return files to read from their beginning
     */
    List<FileStat> sweep(Map<Path, FollowedFile> live, Map<Long, FollowedFile> rotated)
        throws IOException {
        List<FileStat> missed = new ArrayList<>();
        if (directoriesChanged(live) || System.nanoTime() - listedAt > LIST_EACH) {
            listedAt = System.nanoTime();
            Set<Path> seen = new HashSet<>();
            Set<Path> logs = new HashSet<>(live.keySet());
            rotated.values().forEach(f -> logs.addAll(logOf(f.position())));
            for (Path log : logs) {
                for (FileStat file : siblings.of(log)) {
                    if (!live.containsKey(file.path()) && seen.add(file.path())) {
                        decide(file, live, rotated, missed);
                    }
                }
            }
        }
        for (FollowedFile file : List.copyOf(rotated.values())) {
            checkGone(file, rotated);
        }
        return missed;
    }

    private boolean directoriesChanged(Map<Path, FollowedFile> live) {
        boolean changed = false;
        Set<Path> directories = new HashSet<>();
        live.keySet().forEach(p -> directories.add(p.getParent()));
        directories.add(options.directory().toAbsolutePath());
        if (options.archive() != null) {
            directories.add(options.archive().toAbsolutePath());
        }
        for (Path directory : directories) {
            long mtime = directory.toFile().lastModified();
            // A change within the same tick of the clock as the look is seen at the next look.
            boolean recent = System.currentTimeMillis() - mtime < 2000;
            changed |= !Long.valueOf(mtime).equals(listed.put(directory, mtime)) || recent;
        }
        return changed;
    }

    /** The log that a rotated file belongs to, by name. */
    private List<Path> logOf(Position position) {
        Path path = Path.of(position.path());
        String plain = path.getFileName().toString().replaceFirst("[._-][0-9].*$", "");
        return List.of(path.resolveSibling(plain));
    }

    private void decide(FileStat file, Map<Path, FollowedFile> live, Map<Long, FollowedFile> rotated,
                        List<FileStat> missed) throws IOException {
        if (file.size() == 0 || file.equals(decided.get(file.path()))) {
            return;
        }
        FollowedFile known = identify(file, live, rotated);
        if (known != null) {
            Position position = known.position();
            if (live.containsValue(known)) {
                return;
            }
            if (!file.sameInode(position.device(), position.inode())
                && (standsStill(position) || known.isOpen() && !known.isFinished())) {
                // A copy of a file that is still there, or one that is being compressed.
                return;
            }
            if (!position.path().equals(file.path().toString()) || position.goneSince() > 0) {
                known.close();
                known.moved(file.path(), file, true);
                known.finished(false);
                known.unseen();
            } else if (known.isFinished() && isLonger(file, position)) {
                known.finished(false);
                known.grew();
            }
            return;
        }
        if (file.mtime() / 1_000_000 < ledger.created()) {
            ignore(file);
        } else {
            LOG.info("{}: {} was rotated between two looks; it is read from its beginning", options.source(), file.path());
            missed.add(file);
        }
        decided.put(file.path(), file);
    }

    private static boolean isLonger(FileStat file, Position position) {
        return !file.path().toString().matches(".*\\.(gz|zst)") && file.size() > position.offset();
    }

    private static boolean standsStill(Position position) {
        FileStat stat = FileStat.of(Path.of(position.path()));
        return stat != null && stat.sameInode(position.device(), position.inode());
    }

    /** The followed file that this one is or was made of, or null. */
    FollowedFile identify(FileStat file, Map<Path, FollowedFile> live, Map<Long, FollowedFile> rotated)
        throws IOException {
        List<FollowedFile> all = new ArrayList<>(rotated.values());
        all.addAll(live.values());
        for (FollowedFile f : all) {
            Position p = f.position();
            if (file.sameInode(p.device(), p.inode()) && p.headLength() == 0) {
                return f;
            }
        }
        FollowedFile best = null;
        try (Content content = Content.open(file.path())) {
            for (FollowedFile f : all) {
                Position p = f.position();
                if (p.headLength() == 0 || Fingerprint.compare(p, content) == Match.DIFFERENT) {
                    continue;
                }
                if (file.sameInode(p.device(), p.inode())) {
                    return f;
                }
                best = best == null || !standsStill(p) ? f : best;
            }
        } catch (IOException e) {
            LOG.debug("{}: {} cannot be compared yet: {}", options.source(), file.path(), e.toString());
        }
        return best;
    }

    /** Whether the file at this path has the content that was read of the followed file, and maybe more. */
    boolean isSame(FollowedFile file, Path path) throws IOException {
        Position position = file.position();
        if (position.headLength() == 0) {
            return false;
        }
        try (Content content = Content.open(path)) {
            return Fingerprint.compare(position, content) == Match.SAME;
        }
    }

    /** Where a file that left its path is now, or null. */
    FileStat findMoved(Path path, FollowedFile file) throws IOException {
        Position position = file.position();
        List<FileStat> candidates = siblings.of(path);
        for (FileStat candidate : candidates) {
            if (candidate.sameInode(position.device(), position.inode())
                && (position.headLength() == 0 || isNotDifferent(position, candidate))) {
                return candidate;
            }
        }
        // Its content may live on in a copy. While it is open the file itself is read first.
        return file.isOpen() ? null : findCopy(path, position);
    }

    /** A file beside the log with the content that was read, or null. */
    FileStat findCopy(Path path, Position position) throws IOException {
        FileStat best = null;
        if (position.headLength() == 0) {
            return null;
        }
        for (FileStat candidate : siblings.of(path)) {
            boolean taken = ledger.positions().stream().anyMatch(p -> p.id() != position.id()
                && candidate.sameInode(p.device(), p.inode()));
            if (!taken && isNotDifferent(position, candidate)) {
                best = best == null || candidate.size() > best.size() ? candidate : best;
            }
        }
        return best;
    }

    private boolean isNotDifferent(Position position, FileStat candidate) {
        try (Content content = Content.open(candidate.path())) {
            return Fingerprint.compare(position, content) != Match.DIFFERENT;
        } catch (IOException e) {
            LOG.debug("{}: {} cannot be compared: {}", options.source(), candidate.path(), e.toString());
            return false;
        }
    }

    /** Whether this is the name of a rotated form of one of the logs. */
    boolean isRotatedName(Path path, Collection<Path> logs) {
        String name = path.getFileName().toString();
        return logs.stream().anyMatch(log -> log.getParent().equals(path.getParent())
            && Siblings.isRotationOf(log.getFileName().toString(), name));
    }

    private void ignore(FileStat file) throws IOException {
        try (Content content = Content.open(file.path())) {
            byte[] head = new byte[Fingerprint.HEAD];
            int n = content.read(0, head, 0, head.length);
            long size = content.isFinal() ? Long.MAX_VALUE / 2 : file.size();
            ledger.follow(new Position(ledger.newId(), file.path().toString(), file.device(), file.inode(), n,
                Fingerprint.hash(head, 0, n), size, 0, null, false, true, null, 0));
        } catch (IOException e) {
            LOG.debug("{}: {} is not followed: {}", options.source(), file.path(), e.toString());
        }
    }

    private void checkGone(FollowedFile file, Map<Long, FollowedFile> rotated) {
        Position position = file.position();
        FileStat stat = FileStat.of(Path.of(position.path()));
        if (stat != null && stat.sameInode(position.device(), position.inode())) {
            return;
        }
        long now = System.currentTimeMillis();
        if (position.goneSince() == 0) {
            ledger.moved(position.withGoneSince(now));
            return;
        }
        if (file.isOpen()) {
            // Deleted, but readable until it is closed.
            return;
        }
        if (!file.isFinished() && now - position.goneSince() > LOST_AFTER && reported.add(file.id())
            && file.seenSize() > position.offset()) {
            lost(Path.of(position.path()), file.seenSize() - position.offset(), "vanished");
        }
        if (now - position.goneSince() > FORGET_AFTER || file.isFinished() && rotated.size() > REMEMBER) {
            rotated.remove(file.id());
            ledger.forget(file.id());
        }
    }

    /** Says that lines are gone for good. */
    void lost(Path path, long bytes, String how) {
        if (bytes <= 0) {
            return;
        }
        stats.count(Event.FILES_LOST);
        stats.count(Event.BYTES_LOST, bytes);
        LOG.warn("{}: {} {} before it was read to its end: {} bytes are lost", options.source(), path, how, bytes);
    }

    /** Offset after the last newline of a file. */
    long lastLineEnd(Path path) throws IOException {
        try (Content content = Content.open(path)) {
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
