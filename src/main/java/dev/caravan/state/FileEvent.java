package dev.caravan.state;

/** What happens to a followed file. */
public enum FileEvent {

    /** The file is at a followed path: as a new file, moved back, or as a copy of the former one. */
    CREATED,
    /** The file is found under another name, or its content in a copy, compressed or not. */
    RENAMED,
    /** The file left its path and is not found. */
    DELETED,
    /** The file at the path has other content now: the old file is gone although its inode is not. */
    TRUNCATED,
    /** A file of which nothing was read has new lines. */
    WRITTEN,
    /** The file was read to its end, its lines are stored, and it cannot grow. */
    READ_TO_END,
    /** The file is a copy of another one. */
    COPIED,
    /** The file existed before its source was followed. */
    PREEXISTING
}
