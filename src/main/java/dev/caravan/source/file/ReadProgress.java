package dev.caravan.source.file;

/** The progress of reading a followed file. Kept in memory only: after a start, every file is examined again. */
enum ReadProgress {

    /** All whole lines that were seen are passed on. */
    CAUGHT_UP,
    /** The file's turn ended before its end was reached. */
    MORE,
    /** Lines wait for the next ones, which may belong to the same record. */
    HELD,
    /** The rest is not read unless the file changes: it unpacks to too many bytes. */
    LEFT,
    /** The file was rotated away and read to its end, and is not expected to grow. */
    FINISHED
}
