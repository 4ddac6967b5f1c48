package dev.caravan.state;

import org.jspecify.annotations.Nullable;

/**
 * The position up to which one file was read, and the data that recognise the file. Immutable; stored in the checkpoint.
 *
 * <p>A file is recognised by device and inode, and by content: the hash of its head, which grows with the file up to 1 KiB, and the hash of
 * the bytes before the offset. Content finds the file again as a copy, compressed, or on a file system without stable inodes; it also shows
 * that an inode was reused for another file.
 *
 * @param id           number of this file within its source; never reused
 * @param path         absolute path where the file was last seen; a URI ({@code file:///…}) if it is not UTF-8
 * @param device       device number
 * @param inode        inode number
 * @param headLength   number of bytes that {@code headHash} covers, at most 1024
 * @param headHash     first 16 bytes of the SHA-256 of the head, in hex; null if {@code headLength} is 0
 * @param offset       bytes read, of the uncompressed content
 * @param beforeLength number of bytes that {@code beforeHash} covers, at most 256
 * @param beforeHash   the same hash of the bytes before the offset; null if {@code beforeLength} is 0
 * @param midLine      whether the offset is within a line that is too long and is read in pieces
 * @param state        what has become of the file
 * @param parserState  what a stateful parser remembered, or null
 * @param goneSince    when the file was first missing, in milliseconds since 1970; 0 if it exists
 * @param log          the followed path from which the file was rotated away; null if it is still there
 * @param realPath     where the path led, if that is another place, because a link on the way may change; otherwise null
 * @param size         size in bytes when the file was last seen; 0 if that is not known, or if it is compressed
 * @param place        for systemd's journal, which is no file: the last stored record, in the format of the package {@code journal}, or
 *                     empty if there is none; {@code offset} then counts its records. Null for a file
 */
public record FileCheckpoint(long id, String path, long device, long inode, int headLength, @Nullable String headHash, long offset,
    int beforeLength, @Nullable String beforeHash, boolean midLine, FileState state, @Nullable String parserState,
    long goneSince, @Nullable String log, @Nullable String realPath, long size, @Nullable String place) {

    /** The path of a place in the journal. */
    private static final String JOURNAL = "journal";

    /** Returns the position of a file of which nothing was read yet. */
    public static FileCheckpoint start(long id, String path, long device, long inode) {
        return new FileCheckpoint(id, path, device, inode, 0, null, 0, 0, null, false, FileState.LIVE, null, 0, null,
            null, 0, null);
    }

    /** Returns the position of the journal, of which nothing was read yet. */
    public static FileCheckpoint ofJournal(long id) {
        return start(id, JOURNAL, 0, 0).withPlace("", 0);
    }

    /** Reports whether this is a place in the journal, not in a file. */
    public boolean isOfJournal() {
        return place != null;
    }

    /** Returns this position with another place in the journal, reached after a number of records. */
    public FileCheckpoint withPlace(String place, long records) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, records, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    /** Returns this file with the reading state of another position of it. */
    public FileCheckpoint readAs(FileCheckpoint other) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, other.offset, other.beforeLength,
            other.beforeHash, other.midLine, state, other.parserState, goneSince, log, realPath, size, other.place);
    }

    /** Returns this reading state for a file at a followed path: {@link FileEvent#CREATED}. */
    public FileCheckpoint created(String path, long device, long inode) {
        return at(FileEvent.CREATED, path, device, inode, null);
    }

    /**
     * Returns this reading state for a file that was moved, copied or compressed: {@link FileEvent#RENAMED}.
     *
     * @param log the followed path from which the file was rotated away
     */
    public FileCheckpoint renamed(String path, long device, long inode, String log) {
        return at(FileEvent.RENAMED, path, device, inode, log);
    }

    private FileCheckpoint at(FileEvent event, String path, long device, long inode, @Nullable String log) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state.after(event), parserState, 0, log, log == null ? realPath : null, size, place);
    }

    /**
     * Returns this position after the file disappeared: {@link FileEvent#DELETED}.
     *
     * @param log   the followed path at which the file was
     * @param since when the file was first missing, in milliseconds since 1970
     */
    public FileCheckpoint deleted(String log, long since) {
        return at(FileEvent.RENAMED, path, device, inode, log).gone(FileEvent.DELETED, since);
    }

    /** Returns this position after the inode got other content: {@link FileEvent#TRUNCATED}. Has the parameters of {@link #deleted}. */
    public FileCheckpoint truncated(String log, long since) {
        return at(FileEvent.RENAMED, path, 0, 0, log).gone(FileEvent.TRUNCATED, since);
    }

    private FileCheckpoint gone(FileEvent event, long since) {
        return after(event).withGoneSince(since);
    }

    /** Returns this position after an event that does not move the file. */
    public FileCheckpoint after(FileEvent event) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state.after(event), parserState, goneSince, log, realPath, size, place);
    }

    /** Reports whether the file is read no further, unless it grows. */
    public boolean isDone() {
        return state.isDone();
    }

    /** Returns this position with another head. */
    public FileCheckpoint withHead(int headLength, @Nullable String headHash) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    /** Returns this position with another time at which the file was first missing: the clock was ahead. */
    public FileCheckpoint withGoneSince(long goneSince) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    /** Returns this position with another state of the parser, or null for none. */
    public FileCheckpoint withParserState(@Nullable String parserState) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    /** Returns this position with another place to which the path leads, or null if it is the path itself. */
    public FileCheckpoint withRealPath(@Nullable String realPath) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    /** Returns this position with another size of the file, in bytes. */
    public FileCheckpoint withSize(long size) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }

    /** Returns this file read up to another offset. */
    public FileCheckpoint at(long offset, int beforeLength, @Nullable String beforeHash, boolean midLine) {
        return new FileCheckpoint(id, path, device, inode, headLength, headHash, offset, beforeLength, beforeHash, midLine,
            state, parserState, goneSince, log, realPath, size, place);
    }
}
