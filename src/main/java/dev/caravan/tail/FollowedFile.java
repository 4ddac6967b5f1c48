package dev.caravan.tail;

import dev.caravan.flow.Block;
import dev.caravan.state.Ledger;
import dev.caravan.state.Position;
import java.io.IOException;
import java.nio.file.Path;

/** A file that is followed, open or not. Used by the thread of its source only. */
final class FollowedFile {

    private final long id;
    private final Ledger ledger;
    private Content content;
    private long seenSize = -1;
    private long seenMtime = -1;
    private long grewAt;
    private long notBefore;
    private boolean finished;
    private boolean more;
    private long usedAt;
    private long expected = -1;

    FollowedFile(long id, Ledger ledger) {
        this.id = id;
        this.ledger = ledger;
        this.grewAt = System.nanoTime();
    }

    long id() {
        return id;
    }

    Position position() {
        return ledger.position(id);
    }

    Path path() {
        return Path.of(position().path());
    }

    boolean isOpen() {
        return content != null;
    }

    /** The content, opened where it is not. */
    Content content() throws IOException {
        if (content == null) {
            content = Content.open(path());
        }
        usedAt = System.nanoTime();
        return content;
    }

    /** When it was read last, by {@link System#nanoTime()}. */
    long usedAt() {
        return usedAt;
    }

    /** Uses this descriptor from now on. */
    void use(Content open) {
        close();
        content = open;
    }

    void close() {
        if (content != null) {
            try {
                content.close();
            } catch (IOException e) {
                // Nothing was written through it: there is nothing to lose.
            }
            content = null;
        }
    }

    /** The file is elsewhere now, or known by another inode; how far it was read stays. */
    void moved(Path to, FileStat stat, boolean rotated) {
        ledger.moved(position().movedTo(to.toString(), stat.device(), stat.inode(), rotated));
    }

    /** Whether something happened to the file since it was looked at. */
    boolean changedSince(FileStat stat) {
        Position p = position();
        return !stat.sameInode(p.device(), p.inode()) || stat.size() != seenSize || stat.mtime() != seenMtime;
    }

    /** Remembers how the file looked before it was read to its end. */
    void seen(FileStat stat) {
        if (stat.size() != seenSize) {
            grewAt = System.nanoTime();
        }
        seenSize = stat.size();
        seenMtime = stat.mtime();
    }

    /** Remembers which block was handed on: its lines are to be stored next. */
    void expect(Block block) {
        expected = block == null ? -1 : block.origin().offset();
    }

    /** Whether the block that was handed on is not stored. */
    boolean isBehind() {
        return expected >= 0 && position().offset() <= expected;
    }

    /** After a route failed: the same lines are read again, in a while. */
    void lookAgainIfBehind(long nanos) {
        if (isBehind()) {
            expected = -1;
            seenSize = -1;
            finished = false;
            pause(nanos);
        }
    }

    /** Forgets how the file looked, so that it is looked at again. */
    void unseen() {
        seenSize = -1;
    }

    /** Whether its turn ended before the file did. */
    boolean hasMore() {
        return more && !isPaused();
    }

    void more(boolean more) {
        this.more = more;
    }

    /** Size when it was looked at, or -1. */
    long seenSize() {
        return seenSize;
    }

    /** Nanoseconds since it was seen to grow. */
    long quietFor() {
        return System.nanoTime() - grewAt;
    }

    void grew() {
        grewAt = System.nanoTime();
    }

    /** Leaves the file alone for a while after a failure. */
    void pause(long nanos) {
        notBefore = System.nanoTime() + nanos;
    }

    boolean isPaused() {
        return notBefore != 0 && System.nanoTime() - notBefore < 0;
    }

    /** Rotated away, read to its end, and not expected to grow. */
    boolean isFinished() {
        return finished;
    }

    void finished(boolean finished) {
        this.finished = finished;
    }
}
