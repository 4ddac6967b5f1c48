package dev.caravan.tail;

import dev.caravan.flow.Block;
import dev.caravan.flow.SourceStats;
import dev.caravan.flow.SourceStats.Event;
import dev.caravan.state.Ledger;
import dev.caravan.state.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the files of one source. Used by one thread at a time, that of the source's route.
 *
 * <p>{@link #hasWork} is asked for every file that a poll finds; {@link #blocks} then reads a bounded number of blocks
 * of one file, and first what is left of those that were rotated away from its path. A poll that found nothing calls
 * {@link #blocks} with null, which looks after rotated and vanished files.
 */
final class Tailer {

    private static final Logger LOG = LoggerFactory.getLogger(Tailer.class);
    /** Blocks of one file before the next gets its turn. */
    private static final int TURN = 32;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TailOptions options;
    private final Ledger ledger;
    private final SourceStats stats;
    private final BlockReader reader;
    private final Rotations rotations;
    private final Map<Path, FollowedFile> live = new LinkedHashMap<>();
    private final Map<Long, FollowedFile> rotated = new LinkedHashMap<>();
    private final Map<Path, Long> aliases = new HashMap<>();
    private long sweptAt;
    private boolean swept;
    private long rollbacks;
    private final boolean firstStart;

    Tailer(TailOptions options, Ledger ledger, SourceStats stats) {
        this.options = options;
        this.ledger = ledger;
        this.stats = stats;
        this.firstStart = !ledger.known();
        this.reader = new BlockReader(options, ledger, stats);
        this.rotations = new Rotations(options, ledger, stats);
        for (Position position : ledger.positions()) {
            FollowedFile file = new FollowedFile(position.id(), ledger);
            if (position.rotated()) {
                rotated.put(position.id(), file);
            } else {
                live.put(Path.of(position.path()), file);
            }
        }
    }

    /** Whether there may be something to read of this file, or of what it was rotated to. Does not open it. */
    boolean hasWork(Path path) {
        readAgainAfterRollback();
        FollowedFile file = live.get(path);
        if (file == null) {
            return !isAlias(path);
        }
        file.lookAgainIfBehind(SECOND);
        if (file.isPaused()) {
            return false;
        }
        FileStat stat = FileStat.of(path);
        return stat != null && file.changedSince(stat) || file.hasMore()
            || rotated.values().stream().anyMatch(FollowedFile::hasMore);
    }

    private void readAgainAfterRollback() {
        if (rollbacks != ledger.rollbacks()) {
            rollbacks = ledger.rollbacks();
            java.util.stream.Stream.concat(live.values().stream(), rotated.values().stream()).forEach(file -> {
                file.unseen();
                file.finished(false);
                file.pause(SECOND);
            });
        }
    }

    private boolean isAlias(Path path) {
        FileStat stat = FileStat.of(path);
        Long inode = aliases.get(path);
        return stat == null || inode != null && inode == stat.inode();
    }

    /**
     * Blocks of this file, read one by one as they are asked for. Asking for the next one tells that the one before is
     * stored.
     *
     * @param path the file, or null for a look at rotated and vanished files only
     */
    Iterator<Block> blocks(Path path) {
        Deque<FollowedFile> turn = new ArrayDeque<>();
        readAgainAfterRollback();
        try {
            if (path == null || !swept || System.nanoTime() - sweptAt > SECOND) {
                sweep();
            }
            if (path != null) {
                look(path);
            }
            for (FollowedFile file : rotated.values()) {
                file.lookAgainIfBehind(SECOND);
                if (!file.isFinished() && !file.isPaused()) {
                    turn.add(file);
                }
            }
            FollowedFile file = path == null ? null : live.get(path);
            if (file != null && !file.isPaused()) {
                turn.add(file);
            }
            ledger.save();
        } catch (IOException e) {
            problem(path == null ? options.directory() : path, e);
        }
        return new Turn(turn);
    }

    /** Closes all files. */
    void close() {
        live.values().forEach(FollowedFile::close);
        rotated.values().forEach(FollowedFile::close);
    }

    /** Bytes in followed files that were not handed on, as far as their size is known. */
    long bytesBehind() {
        long sum = 0;
        for (Map.Entry<Path, FollowedFile> entry : live.entrySet()) {
            FileStat stat = FileStat.of(entry.getKey());
            Position position = entry.getValue().position();
            if (stat != null && stat.sameInode(position.device(), position.inode())) {
                sum += Math.max(0, stat.size() - position.offset());
            }
        }
        return sum;
    }

    /** Number of files followed at their own path. */
    int liveFiles() {
        return live.size();
    }

    private void sweep() throws IOException {
        sweptAt = System.nanoTime();
        for (FollowedFile file : List.copyOf(live.values())) {
            Path path = file.path();
            FileStat stat = FileStat.of(path);
            if (stat == null || !stat.sameInode(file.position().device(), file.position().inode())) {
                leave(path, file, stat);
            }
        }
        for (FileStat missed : rotations.sweep(live, rotated)) {
            follow(missed, 0, true);
        }
        swept = true;
        stats.bytesBehind(bytesBehind());
    }

    /** Finds out which file stands at the path now, and follows it. */
    private void look(Path path) throws IOException {
        FileStat stat = FileStat.of(path);
        if (stat == null) {
            return;
        }
        FollowedFile file = live.get(path);
        if (file != null && !stat.sameInode(file.position().device(), file.position().inode())) {
            leave(path, file, stat);
            file = live.get(path);
        }
        if (file == null) {
            appeared(path, stat);
        }
    }

    /** Another file stands at the path, or none. The one that stood there is read to its end wherever it is. */
    private void leave(Path path, FollowedFile file, FileStat now) throws IOException {
        FileStat to = rotations.findMoved(path, file);
        if (to == null && now != null && rotations.isSame(file, now.path())) {
            // Replaced by a copy of itself: an editor, a restore, or a file system without stable inodes.
            finishOpen(file);
            file.moved(path, now, false);
            return;
        }
        stats.count(Event.ROTATIONS);
        live.remove(path);
        rotated.put(file.id(), file);
        file.unseen();
        file.grew();
        if (to != null) {
            if (!file.isOpen() || !to.sameInode(file.position().device(), file.position().inode())) {
                file.close();
            }
            file.moved(to.path(), to, true);
        } else {
            ledger.moved(file.position().movedTo(path.toString(), file.position().device(), file.position().inode(),
                true).withGoneSince(System.currentTimeMillis()));
        }
    }

    private static void finishOpen(FollowedFile file) {
        file.close();
        file.unseen();
    }

    private void appeared(Path path, FileStat stat) throws IOException {
        FollowedFile known = rotations.identify(stat, live, rotated);
        if (known != null) {
            if (live.containsValue(known)) {
                // A hard link, or a copy of a file that is followed under its own name.
                aliases.put(path, stat.inode());
                return;
            }
            if (!rotations.isRotatedName(path, live.keySet())) {
                rotated.remove(known.id());
                known.finished(false);
                known.close();
                known.moved(path, stat, false);
                live.put(path, known);
                return;
            }
            aliases.put(path, stat.inode());
            return;
        }
        if (rotations.isRotatedName(path, live.keySet())) {
            // The sweep decides about files that rotation made.
            aliases.put(path, stat.inode());
            return;
        }
        boolean skip = firstStart && options.startAtEnd() && System.currentTimeMillis() - ledger.created() < 5000;
        follow(stat, skip ? rotations.lastLineEnd(path) : 0, false);
    }

    private void follow(FileStat stat, long offset, boolean isRotated) throws IOException {
        Position position = new Position(ledger.newId(), stat.path().toString(), stat.device(), stat.inode(), 0, null,
            offset, 0, null, false, isRotated, null, 0);
        FollowedFile file = new FollowedFile(position.id(), ledger);
        if (offset > 0) {
            try (Content content = Content.open(stat.path())) {
                position = Fingerprint.withHead(position, content);
            }
        }
        ledger.follow(position);
        if (isRotated) {
            rotated.put(file.id(), file);
        } else {
            live.put(stat.path(), file);
            aliases.remove(stat.path());
        }
    }

    private Block read(FollowedFile file) throws IOException {
        Position position = file.position();
        FileStat stat = position.goneSince() > 0 ? null : FileStat.of(file.path());
        if (stat != null && !stat.sameInode(position.device(), position.inode())) {
            stat = null;
        }
        if (stat == null && !file.isOpen()) {
            return null;
        }
        if (stat != null) {
            file.seen(stat);
        }
        limitOpen(file);
        boolean last = position.rotated() && (file.content().isFinal()
            || file.quietFor() > options.rotatedWait().toNanos());
        Block block = reader.next(file, last);
        file.expect(block);
        if (stats.problem(file.path().toString(), null)) {
            LOG.info("{}: {} can be read again", options.source(), file.path());
        }
        if (block == null && last) {
            file.finished(true);
            file.close();
        } else if (block != null && position.rotated()) {
            file.grew();
        }
        return block;
    }

    private void limitOpen(FollowedFile next) {
        if (next.isOpen() || live.size() + rotated.size() < options.maxOpenFiles()) {
            return;
        }
        List<FollowedFile> open = java.util.stream.Stream.concat(live.values().stream(), rotated.values().stream())
            .filter(FollowedFile::isOpen).sorted(java.util.Comparator.comparingLong(FollowedFile::usedAt)).toList();
        for (int i = 0; i <= open.size() - options.maxOpenFiles(); i++) {
            open.get(i).close();
        }
    }

    /** The file at a followed path was cut: copytruncate, or something worse. */
    private void truncated(FollowedFile file) throws IOException {
        Path path = file.path();
        Position position = file.position();
        FileStat now = FileStat.of(path);
        file.close();
        if (position.rotated()) {
            LOG.warn("{}: {} was changed after it was rotated away; the rest of it cannot be read", options.source(), path);
            file.finished(true);
            return;
        }
        stats.count(Event.ROTATIONS);
        live.remove(path);
        FileStat copy = rotations.findCopy(path, position);
        if (copy != null) {
            file.moved(copy.path(), copy, true);
            file.unseen();
            file.grew();
            rotated.put(file.id(), file);
        } else {
            rotations.lost(path, Math.max(0, file.seenSize() - position.offset()), "was truncated");
            ledger.forget(file.id());
        }
        if (now != null) {
            follow(now, 0, false);
        }
    }

    private void problem(Path path, IOException e) {
        String text = path + " cannot be read: " + (e instanceof java.nio.file.AccessDeniedException
            ? "permission denied; let this user read it (on Debian: add it to the group adm)" : e.toString());
        if (stats.problem(path.toString(), text)) {
            LOG.warn("{}: {}. It is tried again.", options.source(), text);
        }
    }

    /**
     * The blocks of one exchange. Camel's splitter asks whether there is a next one before it has handed on the one
     * before, so that question is answered without reading: the last {@link #next()} may return null, which the splitter
     * takes for the end.
     */
    private final class Turn implements Iterator<Block> {

        private final Deque<FollowedFile> files;
        private int left = TURN;
        private Block handedOn;

        Turn(Deque<FollowedFile> files) {
            this.files = files;
        }

        @Override
        public boolean hasNext() {
            return !files.isEmpty();
        }

        @Override
        public Block next() {
            if (files.isEmpty()) {
                throw new NoSuchElementException();
            }
            if (handedOn != null && files.peek().isBehind()) {
                files.clear();
                throw new IllegalStateException("lines of " + handedOn.origin().file() + " were not stored: the route of "
                    + options.source() + " must hand every block to kamelet:s3-batch-sink; they are read again");
            }
            handedOn = null;
            while (handedOn == null && !files.isEmpty()) {
                FollowedFile file = files.peek();
                file.more(left == 0);
                if (left == 0) {
                    files.clear();
                    return null;
                }
                handedOn = readNext(file);
                if (handedOn == null) {
                    files.poll();
                }
            }
            left--;
            return handedOn;
        }

        private Block readNext(FollowedFile file) {
            try {
                return read(file);
            } catch (BlockReader.Replaced e) {
                replaced(file);
            } catch (IOException e) {
                problem(file.path(), e);
                file.pause(SECOND);
            }
            return null;
        }

        private void replaced(FollowedFile file) {
            try {
                Path path = file.path();
                truncated(file);
                ledger.save();
                FollowedFile fresh = live.get(path);
                if (rotated.containsKey(file.id()) && !file.isFinished()) {
                    files.addLast(file);
                }
                if (fresh != null) {
                    files.addLast(fresh);
                }
            } catch (IOException e) {
                problem(file.path(), e);
            }
        }
    }
}
