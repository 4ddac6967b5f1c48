package dev.caravan.state;

/** What happens to a followed file. */
public enum FileEvent {

    /** It stands at a path that is followed: as a new file, moved back, or as a copy of what stood there. */
    CREATED,
    /** It is found under another name, or its content in a copy, compressed or not. */
    RENAMED,
    /** It left its path, and is nowhere to be seen. */
    DELETED,
    /** What stood there has other content now: the file is gone though its inode is not. */
    TRUNCATED,
    /** A file of which nothing was read has lines of its own by now. */
    WRITTEN,
    /** It was read to its end, its lines are stored, and it cannot grow. */
    READ_TO_END,
    /** It is a copy of another file. */
    COPIED,
    /** It lay there before its source was followed. */
    PREEXISTING
}
