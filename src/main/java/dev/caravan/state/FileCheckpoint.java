package dev.caravan.state;

import org.jspecify.annotations.Nullable;

/**
 * How far one file was read, and how to know it again. Immutable; stored in the checkpoint.
 *
 * <p>A file is known by device and inode, and by content: the hash of its head, which grows with the file up to 1 KiB,
 * and the hash of the bytes just before the offset. Content is what finds it again as a copy, compressed, or on a file
 * system without stable inodes; it also tells an inode that was used again for another file.
 *
 * @param id           number of this file within its source; never used again
 * @param path         where it was seen last, absolute; UTF-8, or a URI ({@code file:///…}) where it is not UTF-8
 * @param device       device number
 * @param inode        inode number
 * @param headLength   bytes that {@code headHash} covers, at most 1024
 * @param headHash     first 16 bytes of the SHA-256 of the head, in hex; null when {@code headLength} is 0
 * @param offset       bytes read, of the uncompressed content
 * @param beforeLength bytes that {@code beforeHash} covers, at most 256
 * @param beforeHash   likewise of the bytes before the offset; null when {@code beforeLength} is 0
 * @param midLine      the offset is within a line that is too long and is read in pieces
 * @param state        what has become of it
 * @param parserState  what a stateful parser remembered, or null
 * @param goneSince    when the file was missed first, in milliseconds since 1970; 0 while it is there
 * @param log          the followed path that the file was rotated away from; null while it stands there
 * @param realPath     where the path led to, when that is another place, for a link on the way may lead elsewhere by now; or null
 * @param size         bytes that it had when it was seen last; 0 when that is not known, or it is compressed
 * @param place        for systemd's journal, which is no file: the record that was stored last, as {@code journal} writes it, or empty
 *                     where none was; {@code offset} counts its records then. Null for a file
 */
public record FileCheckpoint(long id, String path, long device, long inode, int headLength, @Nullable String headHash, long offset,
    int beforeLength, @Nullable String beforeHash, boolean midLine, FileState state, @Nullable String parserState,
    long goneSince, @Nullable String log, @Nullable String realPath, long size, @Nullable String place) {

    /** Stands for the path. */
    private static final String JOURNAL = "journal";

    /** A file of which nothing was read yet. */
    public static FileCheckpoint start(long id, String path, long device, long inode) {
        return new FileCheckpoint(id, path, device, inode, 0, null, 0, 0, null, false, FileState.LIVE, null, 0, null,
            null, 0, null);
    }

    /** The journal, of which nothing was read yet. */
    public static FileCheckpoint ofJournal(long id) {
        return start(id, JOURNAL, 0, 0).withPlace("", 0);
    }

    /** Whether it is a place in the journal, not in a file. */
    public boolean isOfJournal() {
        return place != null;
    }

    /** The same place in the journal, or another one, after so many records. */
    public FileCheckpoint withPlace(String place, long records) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, records, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    /** The same file with the reading state of another position of it. */
    public FileCheckpoint readAs(FileCheckpoint other) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, other.offset, other.beforeLength,
            other.beforeHash, other.midLine, state, other.parserState, goneSince, log, realPath, size, other.place);
    }

    /** The same reading state of a file that stands at a path that is followed: {@link FileEvent#CREATED}. */
    public FileCheckpoint created(String path, long device, long inode) {
        return at(FileEvent.CREATED, path, device, inode, null);
    }

    /**
     * The same reading state of a file that was moved, copied or compressed: {@link FileEvent#RENAMED}.
     *
     * @param log the followed path that it was rotated away from
     */
    public FileCheckpoint renamed(String path, long device, long inode, String log) {
        return at(FileEvent.RENAMED, path, device, inode, log);
    }

    private FileCheckpoint at(FileEvent event, String path, long device, long inode, @Nullable String log) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state.after(event), parserState, 0, log, log == null ? realPath : null, size, place);
    }

    /**
     * The file is nowhere to be seen: {@link FileEvent#DELETED}.
     *
     * @param log   the followed path that it stood at
     * @param since when it was missed first, in milliseconds since 1970
     */
    public FileCheckpoint deleted(String log, long since) {
        return at(FileEvent.RENAMED, path, device, inode, log).gone(FileEvent.DELETED, since);
    }

    /** The inode has other content: {@link FileEvent#TRUNCATED}. The parameters are those of {@link #deleted}. */
    public FileCheckpoint truncated(String log, long since) {
        return at(FileEvent.RENAMED, path, 0, 0, log).gone(FileEvent.TRUNCATED, since);
    }

    private FileCheckpoint gone(FileEvent event, long since) {
        return after(event).withGoneSince(since);
    }

    /** After an event that does not move it. */
    public FileCheckpoint after(FileEvent event) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state.after(event), parserState, goneSince, log, realPath, size, place);
    }

    /** Whether nothing more is read of it, unless it grows. */
    public boolean isDone() {
        return state.isDone();
    }

    public FileCheckpoint withHead(int headLength, @Nullable String headHash) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    /** Missed first at another time: the clock was ahead when it was missed. */
    public FileCheckpoint withGoneSince(long goneSince) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    public FileCheckpoint withParserState(@Nullable String parserState) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    public FileCheckpoint withRealPath(@Nullable String realPath) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    public FileCheckpoint withSize(long size) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    public FileCheckpoint at(long offset, int beforeLength, @Nullable String beforeHash, boolean midLine) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }
}
