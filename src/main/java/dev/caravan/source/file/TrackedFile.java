package dev.caravan.source.file;

import dev.caravan.pipeline.Block;
import dev.caravan.state.Ledger;
import dev.caravan.state.FileCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A followed file, open or not, and what is known about it in memory. Called only by the source's thread. */
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

    /**
     * Reports whether the file may have unread lines from before the start: the last process followed it, or had not read it to its end.
     */
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

    /** Returns the followed path: where the file is, or was before it was rotated away. */
    Path log() {
        FileCheckpoint position = position();
        String text = position.log() == null ? position.path() : position.log();
        if (!text.equals(logText)) {
            // Called for each file at every decision, and creating a Path is expensive.
            logText = text;
            log = PathText.path(text);
        }
        return log;
    }

    /** Returns the data of the file at its path, if it is this file by its inode; otherwise null. */
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
     * Opens the file.
     *
     * @return false if another file took its path in the meantime
     */
    boolean open() throws IOException {
        FileCheckpoint p = position();
        Content opened = opening.open(path(), p.device(), p.inode());
        if (opened == null) {
            return false;
        }
        // Only a file that is still at the path after the opening is certainly the opened one.
        if (stat() == null) {
            opened.close();
            return false;
        }
        content = opened;
        Descriptors.PROCESS.opened();
        return true;
    }

    /** Returns the content of the open file. */
    Content content() {
        usedAt = time.nanos();
        return Objects.requireNonNull(content, "the file is not open");
    }

    /**
     * Hashes the head before any of the file is stored, because the file may be compressed and deleted before that. Also if the file is not
     * open: its turn comes only after those of files rotated before it.
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
            // The head is hashed when the file is read.
        }
    }

    /** Returns when the file was last read, by {@link Time#nanos()}. */
    long usedAt() {
        return usedAt;
    }

    void close() {
        if (content != null) {
            Descriptors.PROCESS.closed();
            try {
                content.close();
            } catch (IOException e) {
                // Nothing was written through it, so nothing is lost.
            }
            content = null;
        }
    }

    /** Reports whether the file has changed since it was last seen. */
    boolean changedSince(FileStat stat) {
        return stat.size() != seenSize || stat.mtime() != seenMtime;
    }

    /** Remembers size and time of the file before it is read. */
    void seen(long size, long mtime) {
        if (size != seenSize) {
            grewAt = time.nanos();
        }
        seenSize = size;
        seenMtime = mtime;
    }

    /** Forgets size and time of the file, so that it is examined again. */
    void unseen() {
        seenMtime = -1;
    }

    /** Returns the last seen size, or -1. */
    long seenSize() {
        return seenSize;
    }

    /** Notes that the file that was seen was this one, and not another one in its place. */
    void confirmed() {
        if (knownSize != seenSize && content != null && !content.isFinal()) {
            ledger.seen(id, dataEnd >= 0 ? dataEnd : seenSize);
        }
        knownSize = seenSize;
    }

    /** Returns the last size that was certainly this file's, or -1. */
    long knownSize() {
        return knownSize;
    }

    /** Sets where the NULs begin that reach to the end of the file; -1 if there are none. */
    void dataEnd(long dataEnd) {
        this.dataEnd = dataEnd;
    }

    /** Returns the bytes that were not passed on, if the file has this size. */
    long unread(long size) {
        return Math.max(0, (dataEnd >= 0 ? Math.min(dataEnd, size) : size) - position().offset());
    }

    /** Remembers which block was passed on: its lines must be stored next. */
    void expect(@Nullable Block block) {
        expected = block == null ? -1 : block.origin().offset();
    }

    /** Reports whether the block that was passed on is not stored. */
    boolean isBehind() {
        return expected >= 0 && position().offset() <= expected;
    }

    /** Has the same lines read again after a pause, if the route failed. */
    void lookAgainIfBehind() {
        if (isBehind()) {
            readAgain();
        }
    }

    /** Has lines that were read but not stored read again, after a pause. */
    void readAgain() {
        expected = -1;
        unseen();
        reopen();
        pause();
    }

    void progress(ReadProgress progress) {
        this.progress = progress;
    }

    /** Notes that the file's turn continues or has begun; whether something is left is known at its end. */
    void inTurn() {
        if (progress == ReadProgress.MORE) {
            progress = ReadProgress.CAUGHT_UP;
        }
    }

    /** Notes that the file may have new lines although it was read to its end. */
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

    /** Reports whether the rest is not read, and the file has not changed since. */
    boolean isStillLeft() {
        FileStat stat = isLeft() ? stat() : null;
        return stat != null && !changedSince(stat);
    }

    /** Returns the nanoseconds since the file was seen to grow. */
    long quietFor() {
        return time.nanos() - grewAt;
    }

    void grew() {
        grewAt = time.nanos();
    }

    /** Reports whether the file is gone, and may have unread lines. */
    boolean isOrphan() {
        FileCheckpoint p = position();
        return p.goneSince() > 0 && !p.isDone() && !isOpen() && !(isFinished() && ledger.isSealed(id));
    }

    /** Leaves the file alone after a failure, longer each time. */
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

    /** Reports whether the file was read to its end and is not expected to grow. */
    boolean isFinished() {
        return progress == ReadProgress.FINISHED || position().isDone();
    }
}
