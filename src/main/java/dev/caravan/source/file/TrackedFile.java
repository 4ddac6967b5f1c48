package dev.caravan.source.file;

import dev.caravan.pipeline.Block;
import dev.caravan.state.Ledger;
import dev.caravan.state.FileCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file that is followed, open or not: what is remembered of it in memory. Used by the thread of its source only. */
final class TrackedFile {

    private final long id;
    private final Ledger ledger;
    private final Time time;
    private final FileOpener opening;
    private @Nullable Content content;
    private long seenSize = -1;
    private long seenMtime = -1;
    private long knownSize = -1;
    private long dataEnd = -1;
    private final boolean missed;
    private long grewAt;
    private long usedAt;
    private final RetryPause pause;
    private ReadProgress progress = ReadProgress.CAUGHT_UP;
    private long expected = -1;
    private String logText = "";
    private Path log = Path.of("");

    TrackedFile(long id, Ledger ledger, Time time, FileOpener opening) {
        this.id = id;
        this.ledger = ledger;
        this.time = time;
        this.opening = opening;
        this.grewAt = time.nanos();
        this.pause = new RetryPause(time);
        FileCheckpoint position = ledger.position(id);
        this.missed = position != null && !position.isDone() && (position.size() > position.offset()
            || position.goneSince() == 0 && !position.state().isRotated());
    }

    /** Whether it may have lines that nobody read: it was followed, or not read to its end, when the process before ended. */
    boolean isMissed() {
        return missed && knownSize < 0;
    }

    long id() {
        return id;
    }

    FileCheckpoint position() {
        return Objects.requireNonNull(ledger.position(id), "the file is not followed any more");
    }

    Path path() {
        return PathText.path(position().path());
    }

    /** The path that is followed: where the file stands, or stood before it was rotated away. */
    Path log() {
        FileCheckpoint position = position();
        String text = position.log() == null ? position.path() : position.log();
        if (!text.equals(logText)) {
            // Asked for each file whenever one is decided about: a Path is dear to make.
            logText = text;
            log = PathText.path(text);
        }
        return log;
    }

    /** What stands at the file's path, if it is this file by its inode; or null. */
    @Nullable
    FileStat stat() {
        FileCheckpoint position = position();
        FileStat stat = position.goneSince() > 0 ? null : FileStat.of(PathText.path(position.path()));
        return stat != null && stat.sameInode(position.device(), position.inode()) ? stat : null;
    }

    boolean isOpen() {
        return content != null;
    }

    /**
     * Opens it.
     *
     * @return false when another file took its path in the meantime
     */
    boolean open() throws IOException {
        FileCheckpoint p = position();
        Content opened = opening.open(path(), p.device(), p.inode());
        if (opened == null) {
            return false;
        }
        // Only a file that is still at the path after it was opened is surely the one that was opened.
        if (stat() == null) {
            opened.close();
            return false;
        }
        content = opened;
        Descriptors.PROCESS.opened();
        return true;
    }

    /** The content; it must be open. */
    Content content() {
        usedAt = time.nanos();
        return Objects.requireNonNull(content, "the file is not open");
    }

    /**
     * Takes the hash of its head before anything is stored of it: it may be compressed and deleted before that. Also of a
     * file that is not open, for its turn to be read comes after that of those that were rotated before it.
     */
    void learnHead() {
        FileCheckpoint p = position();
        if (p.headLength() > 0) {
            return;
        }
        try {
            if (content != null) {
                Fingerprint.learnHead(ledger, p, content);
                return;
            }
            FileStat stat = Content.isCompressed(PathText.path(p.path())) ? null : stat();
            if (stat != null && stat.size() > 0) {
                try (Content opened = opening.open(stat.path())) {
                    if (stat() != null) {
                        Fingerprint.learnHead(ledger, p, opened);
                    }
                }
            }
        } catch (IOException e) {
            // It is learned when the file is read.
        }
    }

    /** When it was read last, by {@link Time#nanos()}. */
    long usedAt() {
        return usedAt;
    }

    void close() {
        if (content != null) {
            Descriptors.PROCESS.closed();
            try {
                content.close();
            } catch (IOException e) {
                // Nothing was written through it: there is nothing to lose.
            }
            content = null;
        }
    }

    /** Whether something happened to the file since it was looked at. */
    boolean changedSince(FileStat stat) {
        return stat.size() != seenSize || stat.mtime() != seenMtime;
    }

    /** Remembers how the file looked before it was read. */
    void seen(long size, long mtime) {
        if (size != seenSize) {
            grewAt = time.nanos();
        }
        seenSize = size;
        seenMtime = mtime;
    }

    /** Forgets how the file looked, so that it is looked at again. */
    void unseen() {
        seenMtime = -1;
    }

    /** Size when it was looked at, or -1. */
    long seenSize() {
        return seenSize;
    }

    /** Remembers that what was looked at was this file, and no other one in its place. */
    void confirmed() {
        if (knownSize != seenSize && content != null && !content.isFinal()) {
            ledger.seen(id, dataEnd >= 0 ? dataEnd : seenSize);
        }
        knownSize = seenSize;
    }

    /** Size when it was surely itself, or -1. */
    long knownSize() {
        return knownSize;
    }

    /** Where the NULs begin that reach to its end; -1 when there are none. */
    void dataEnd(long dataEnd) {
        this.dataEnd = dataEnd;
    }

    /** Bytes known to be in it that were not handed on, if it has this size. */
    long unread(long size) {
        return Math.max(0, (dataEnd >= 0 ? Math.min(dataEnd, size) : size) - position().offset());
    }

    /** Remembers which block was handed on: its lines are to be stored next. */
    void expect(@Nullable Block block) {
        expected = block == null ? -1 : block.origin().offset();
    }

    /** Whether the block that was handed on is not stored. */
    boolean isBehind() {
        return expected >= 0 && position().offset() <= expected;
    }

    /** After a route failed: the same lines are read again, in a while. */
    void lookAgainIfBehind() {
        if (isBehind()) {
            readAgain();
        }
    }

    /** What was read is not stored: it is read again, in a while. */
    void readAgain() {
        expected = -1;
        unseen();
        reopen();
        pause();
    }

    void progress(ReadProgress progress) {
        this.progress = progress;
    }

    /** Its turn goes on, or has begun: what is left when it ends is another question. */
    void inTurn() {
        if (progress == ReadProgress.MORE) {
            progress = ReadProgress.CAUGHT_UP;
        }
    }

    /** It may have lines again, though it was read to its end. */
    void reopen() {
        if (progress == ReadProgress.FINISHED) {
            progress = ReadProgress.CAUGHT_UP;
        }
    }

    boolean hasMore() {
        return progress == ReadProgress.MORE && !isPaused();
    }

    boolean isHeld() {
        return progress == ReadProgress.HELD;
    }

    boolean isLeft() {
        return progress == ReadProgress.LEFT;
    }

    /** Whether it is left, and has not changed since. */
    boolean isStillLeft() {
        FileStat stat = isLeft() ? stat() : null;
        return stat != null && !changedSince(stat);
    }

    /** Nanoseconds since it was seen to grow. */
    long quietFor() {
        return time.nanos() - grewAt;
    }

    void grew() {
        grewAt = time.nanos();
    }

    /** Whether it is gone, and may have lines that were not read. */
    boolean isOrphan() {
        FileCheckpoint p = position();
        return p.goneSince() > 0 && !p.isDone() && !isOpen() && !(isFinished() && ledger.isSealed(id));
    }

    /** Leaves the file alone after a failure, for longer each time. */
    void pause() {
        pause.begin();
    }

    boolean isPaused() {
        return pause.lasts();
    }

    /** Ends the pauses: the file was read without a failure. */
    void succeeded() {
        pause.end();
    }

    /** Whether it was read to its end and is not expected to grow. */
    boolean isFinished() {
        return progress == ReadProgress.FINISHED || position().isDone();
    }
}
