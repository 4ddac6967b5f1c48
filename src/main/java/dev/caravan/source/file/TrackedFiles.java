package dev.caravan.source.file;

import dev.caravan.state.Ledger;
import dev.caravan.state.Original;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.FileEvent;
import dev.caravan.state.FileState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one source, as the ledger has them: those at their followed paths, and others. Only this class changes a {@link FileState}.
 */
final class TrackedFiles {

    private final Ledger ledger;
    private final Time time;
    private final FileOpener opening;
    private final Map<Path, TrackedFile> live = new LinkedHashMap<>();
    private final Map<Long, TrackedFile> rotated = new LinkedHashMap<>();
    private final RealDirectories realDirectories = new RealDirectories();

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
                realDirectories.remember(file.path(), position.realPath());
            }
        }
    }

    /** Opens a file, one of these or another one. */
    Content open(Path file) throws IOException {
        return opening.open(file);
    }

    /** Returns the directories to which links on a log's path have led since the start, and to which they led at the stop. */
    Set<Path> realDirectories(Path log) {
        return realDirectories.of(log);
    }

    /** Finds out where the path of a file leads, and remembers it: a link on it may lead elsewhere later. */
    void place(TrackedFile file) {
        FileCheckpoint p = file.position();
        String real = null;
        try {
            Path to = file.path().toRealPath();
            real = to.equals(file.path()) ? null : PathText.of(to);
        } catch (IOException e) {
            // The file has left its path.
            return;
        }
        if (!java.util.Objects.equals(real, p.realPath())) {
            ledger.moved(p.withRealPath(real));
        }
        realDirectories.remember(file.path(), real);
    }

    /** Returns the file that is followed at this path, or null. */
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

    /** Returns the paths of all logs, including those that are missing now. */
    Set<Path> logs() {
        Set<Path> logs = new LinkedHashSet<>(live.keySet());
        rotated.values().forEach(file -> logs.add(file.log()));
        return logs;
    }

    /** Returns the file with this inode, as far as known; or null. Its content may have changed. */
    @Nullable
    TrackedFile byInode(FileStat stat) {
        return all().filter(file -> stat.sameInode(file.position().device(), file.position().inode()))
            .reduce((best, file) -> file.position().path().equals(PathText.of(stat.path())) ? file : best).orElse(null);
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

    /** Follows a rotated file that was never seen, from its beginning. */
    TrackedFile followRotated(FileStat stat, Path log) {
        return put(fresh(stat, log), ledger::follow);
    }

    /** Follows a rotated file from the position of another one, as which it begins. */
    void followFrom(TrackedFile other, FileStat stat, Path log) {
        put(fresh(stat, log).withHead(other.position().headLength(), other.position().headHash()).readAs(other.position()), ledger::followJudged);
    }

    /** Remembers a file that is not read, because it is a copy. */
    void followDone(FileStat stat, Path log, Content content, Original original) throws IOException {
        put(Fingerprint.atEnd(fresh(stat, log), content, stat.size()).after(FileEvent.COPIED), p -> ledger.followCopy(p, original));
    }

    /** Remembers a file that is not read, because it existed before the source was followed. */
    void skip(FileStat stat, Path log, Content content) throws IOException {
        put(Fingerprint.atEnd(fresh(stat, log), content, stat.size()).after(FileEvent.PREEXISTING), ledger::follow);
    }

    private FileCheckpoint fresh(FileStat stat) {
        FileCheckpoint position = FileCheckpoint.start(ledger.newId(), PathText.of(stat.path()), stat.device(), stat.inode());
        return Content.isCompressed(stat.path()) ? position : position.withSize(stat.size());
    }

    private FileCheckpoint fresh(FileStat stat, Path log) {
        return fresh(stat).renamed(PathText.of(stat.path()), stat.device(), stat.inode(), PathText.of(log));
    }

    private TrackedFile put(FileCheckpoint position, Consumer<FileCheckpoint> follow) {
        TrackedFile file = new TrackedFile(position.id(), ledger, time, opening);
        follow.accept(position);
        rotated.put(position.id(), file);
        return file;
    }

    /** Reports whether a file is a copy, and certainly not one of this other file. */
    boolean isCopyOfAnother(TrackedFile copy, TrackedFile file) {
        Original original = ledger.copies().get(copy.id());
        return original != null && original.id() != file.id();
    }

    /** Notes that a file is found under another name, or its content in a copy. */
    void found(TrackedFile file, FileStat to) {
        Path log = file.log();
        FileCheckpoint p = file.position();
        boolean other = !to.sameInode(p.device(), p.inode());
        if (other || Content.isCompressed(to.path())) {
            file.close();
        }
        FileCheckpoint now = p.renamed(PathText.of(to.path()), to.device(), to.inode(), PathText.of(log));
        ledger.moved(other && !Content.isCompressed(to.path()) ? now.withSize(to.size()) : now);
        live.remove(log, file);
        rotated.put(file.id(), file);
        file.reopen();
        file.unseen();
        file.grew();
    }

    /** Notes that a file left its path and is not found. */
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

    /** Corrects the time since which a file is missing if it is in the future: the clock was ahead. */
    void notAfter(TrackedFile file, long now) {
        if (file.position().goneSince() > now) {
            ledger.moved(file.position().withGoneSince(now));
        }
    }

    /** Notes that the file at the path has other content: the old file is gone although its inode is not. */
    void overwritten(TrackedFile file) {
        file.close();
        FileCheckpoint p = file.position();
        Path log = file.log();
        live.remove(log, file);
        rotated.put(file.id(), file);
        ledger.moved(p.truncated(PathText.of(log), time.millis()));
    }

    /** Notes that a file is at a followed path: renamed back, or as a copy of the former one. */
    void stands(TrackedFile file, FileStat at) {
        rotated.remove(file.id());
        live.remove(file.path(), file);
        file.close();
        file.reopen();
        file.unseen();
        FileCheckpoint now = file.position().created(PathText.of(at.path()), at.device(), at.inode());
        ledger.moved(Content.isCompressed(at.path()) ? now : now.withSize(at.size()));
        live.put(at.path(), file);
        place(file);
    }

    /** Notes that a file is read no further. */
    void done(TrackedFile file) {
        file.close();
        ledger.moved(file.position().after(FileEvent.READ_TO_END));
    }

    /** Notes that a file of which nothing was read has new lines. */
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

    /** Returns the bytes in followed files that were not passed on, as far as their size is known. */
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
     * Opens a file. Closes others if too many are open, or if the process may open no more.
     *
     * @return false if another file took its path in the meantime
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

    /** Closes the files that were not used for longest. Keeps deleted files open, because they cannot be opened again. */
    private void close(int number) {
        if (number > 0) {
            open().stream().filter(file -> file.position().goneSince() == 0)
                .sorted(java.util.Comparator.comparingLong(TrackedFile::usedAt)).limit(number).forEach(TrackedFile::close);
        }
    }
}
