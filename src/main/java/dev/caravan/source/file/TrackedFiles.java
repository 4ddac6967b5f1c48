package dev.caravan.source.file;

import dev.caravan.state.Ledger;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.FileEvent;
import dev.caravan.state.FileState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one source, as the ledger has them: those at their followed paths, and all others, of some of which nothing more is
 * read. Every change of a file's {@link FileState} goes through here.
 */
final class TrackedFiles {

    private static final int MOST_REAL_DIRECTORIES = 8;

    private final Ledger ledger;
    private final Time time;
    private final FileOpener opening;
    private final Map<Path, TrackedFile> live = new LinkedHashMap<>();
    private final Map<Long, TrackedFile> rotated = new LinkedHashMap<>();
    private final Map<Path, Set<Path>> realDirectories = new HashMap<>();

    TrackedFiles(Ledger ledger, Time time, FileOpener opening) {
        this.ledger = ledger;
        this.time = time;
        this.opening = opening;
        for (FileCheckpoint position : ledger.positions()) {
            TrackedFile file = new TrackedFile(position.id(), ledger, time, opening);
            if (position.state().isRotated()) {
                rotated.put(position.id(), file);
            } else {
                live.put(PathText.path(position.path()), file);
                remember(file.path(), position.realPath());
            }
        }
    }

    /** Opens a file, one of these or another one. */
    Content open(Path file) throws IOException {
        return opening.open(file);
    }

    /** The directories to which links on a log's path led since the start, and where they led at the stop. */
    Set<Path> realDirectories(Path log) {
        return realDirectories.getOrDefault(log, Set.of());
    }

    /** Finds out where the path of a file leads to, and remembers it: the link may lead elsewhere when it is looked at next. */
    void place(TrackedFile file) {
        FileCheckpoint p = file.position();
        String real = null;
        try {
            Path to = file.path().toRealPath();
            real = to.equals(file.path()) ? null : PathText.of(to);
        } catch (IOException e) {
            // It has just left.
            return;
        }
        if (!java.util.Objects.equals(real, p.realPath())) {
            ledger.moved(p.withRealPath(real));
        }
        remember(file.path(), real);
    }

    private void remember(Path log, @Nullable String realPath) {
        if (realPath != null) {
            Set<Path> directories = realDirectories.computeIfAbsent(log, l -> new LinkedHashSet<>());
            directories.add(PathText.path(realPath).getParent());
            if (directories.size() > MOST_REAL_DIRECTORIES) {
                directories.remove(directories.iterator().next());
            }
        }
    }

    /** The file that is followed at this path, or null. */
    @Nullable
    TrackedFile at(Path path) {
        return live.get(path);
    }

    Collection<TrackedFile> live() {
        return live.values();
    }

    Collection<TrackedFile> rotated() {
        return rotated.values();
    }

    Stream<TrackedFile> all() {
        return Stream.concat(rotated.values().stream(), live.values().stream());
    }

    boolean isLive(TrackedFile file) {
        return live.get(file.path()) == file;
    }

    /** The paths of all logs, also of those that are missing now. */
    Set<Path> logs() {
        Set<Path> logs = new LinkedHashSet<>(live.keySet());
        rotated.values().forEach(file -> logs.add(file.log()));
        return logs;
    }

    /** The file that has this inode, by what is known of it; or null. Its content may be another one by now. */
    @Nullable
    TrackedFile byInode(FileStat stat) {
        TrackedFile best = null;
        for (TrackedFile file : (Iterable<TrackedFile>) all()::iterator) {
            FileCheckpoint p = file.position();
            if (stat.sameInode(p.device(), p.inode()) && (best == null || p.path().equals(PathText.of(stat.path())))) {
                best = file;
            }
        }
        return best;
    }

    /** Follows a file at its path, from an offset on. */
    TrackedFile follow(FileStat stat, long offset) throws IOException {
        FileCheckpoint position = fresh(stat);
        if (offset > 0) {
            try (Content content = opening.open(stat.path())) {
                position = Fingerprint.atEnd(position, content, offset);
            }
        }
        TrackedFile file = new TrackedFile(position.id(), ledger, time, opening);
        ledger.follow(position);
        live.put(stat.path(), file);
        place(file);
        return file;
    }

    /** Reads a rotated file that was never seen from its beginning. */
    TrackedFile followRotated(FileStat stat, Path log) {
        return put(fresh(stat, log));
    }

    /** Reads a rotated file from where another one that it begins as was read to. */
    void followFrom(TrackedFile other, FileStat stat, Path log) {
        FileCheckpoint p = other.position();
        put(fresh(stat, log).withHead(p.headLength(), p.headHash()).readAs(p));
    }

    /** Remembers a file of which nothing is read. */
    void followDone(FileStat stat, Path log, Content content) throws IOException {
        put(Fingerprint.atEnd(fresh(stat, log), content, stat.size()).after(FileEvent.COPIED));
    }

    /** Remembers a file of which nothing is read, for it lay there before the source was followed. */
    void skip(FileStat stat, Path log, Content content) throws IOException {
        put(Fingerprint.atEnd(fresh(stat, log), content, stat.size()).after(FileEvent.PREEXISTING));
    }

    private FileCheckpoint fresh(FileStat stat) {
        FileCheckpoint position = FileCheckpoint.start(ledger.newId(), PathText.of(stat.path()), stat.device(), stat.inode());
        return Content.isCompressed(stat.path()) ? position : position.withSize(stat.size());
    }

    private FileCheckpoint fresh(FileStat stat, Path log) {
        return fresh(stat).renamed(PathText.of(stat.path()), stat.device(), stat.inode(), PathText.of(log));
    }

    private TrackedFile put(FileCheckpoint position) {
        TrackedFile file = new TrackedFile(position.id(), ledger, time, opening);
        ledger.follow(position);
        rotated.put(position.id(), file);
        return file;
    }

    /** A file is found under another name, or its content in a copy. */
    void found(TrackedFile file, FileStat to) {
        Path log = file.log();
        FileCheckpoint p = file.position();
        if (!to.sameInode(p.device(), p.inode()) || Content.isCompressed(to.path())) {
            file.close();
        }
        ledger.moved(p.renamed(PathText.of(to.path()), to.device(), to.inode(), PathText.of(log)));
        live.remove(log, file);
        rotated.put(file.id(), file);
        file.reopen();
        file.unseen();
        file.grew();
    }

    /** A file left its path, and is nowhere to be seen. */
    void gone(TrackedFile file) {
        file.learnHead();
        Path log = file.log();
        FileCheckpoint p = file.position();
        live.remove(log, file);
        rotated.put(file.id(), file);
        if (p.goneSince() == 0) {
            ledger.moved(p.deleted(PathText.of(log), time.millis()));
        }
    }

    /** It was not missed in the future: the clock was ahead then. */
    void notAfter(TrackedFile file, long now) {
        if (file.position().goneSince() > now) {
            ledger.moved(file.position().withGoneSince(now));
        }
    }

    /** What stood there has other content now: the file is gone though its inode is not. */
    void overwritten(TrackedFile file) {
        file.close();
        FileCheckpoint p = file.position();
        Path log = file.log();
        live.remove(log, file);
        rotated.put(file.id(), file);
        ledger.moved(p.truncated(PathText.of(log), time.millis()));
    }

    /** A file stands at a followed path: renamed back, or as a copy of what stood there before. */
    void stands(TrackedFile file, FileStat at) {
        rotated.remove(file.id());
        live.remove(file.path(), file);
        file.close();
        file.reopen();
        file.unseen();
        ledger.moved(file.position().created(PathText.of(at.path()), at.device(), at.inode()));
        live.put(at.path(), file);
        place(file);
    }

    /** Nothing more is read of a file. */
    void done(TrackedFile file) {
        file.close();
        ledger.moved(file.position().after(FileEvent.READ_TO_END));
    }

    /** A file of which nothing was read has lines of its own by now. */
    void undone(TrackedFile file) {
        ledger.moved(file.position().after(FileEvent.WRITTEN));
        file.reopen();
        file.unseen();
        file.grew();
    }

    void forget(TrackedFile file) {
        file.close();
        live.remove(file.path(), file);
        rotated.remove(file.id());
        ledger.forget(file.id());
    }

    /** Bytes in followed files that were not handed on, as far as their size is known. */
    long bytesBehind() {
        long sum = 0;
        for (TrackedFile file : live.values()) {
            FileStat stat = file.stat();
            sum += stat == null ? 0 : file.unread(stat.size());
        }
        for (TrackedFile file : rotated.values()) {
            sum += file.isFinished() ? 0 : file.unread(file.knownSize());
        }
        return sum;
    }

    /**
     * Opens a file. Others are closed where there are too many, and where the process may open no more.
     *
     * @return false when another file took its path in the meantime
     */
    boolean open(TrackedFile file, int maxOpenFiles) throws IOException {
        close(Math.max(live.size() + rotated.size() < maxOpenFiles ? 0 : open().size() - maxOpenFiles + 1,
            Descriptors.PROCESS.tooMany()));
        try {
            return file.open();
        } catch (IOException e) {
            if (!Descriptors.isExhaustion(e)) {
                throw e;
            }
            Descriptors.PROCESS.exhausted();
            close(Math.max(1, Descriptors.PROCESS.tooMany()));
            return file.open();
        }
    }

    private List<TrackedFile> open() {
        return all().filter(TrackedFile::isOpen).toList();
    }

    /** Closes those that were not used for longest. A deleted file cannot be opened again. */
    private void close(int number) {
        if (number > 0) {
            open().stream().filter(file -> file.position().goneSince() == 0)
                .sorted(java.util.Comparator.comparingLong(TrackedFile::usedAt)).limit(number).forEach(TrackedFile::close);
        }
    }
}
