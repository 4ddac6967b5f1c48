package dev.caravan.source.file;

/** How far the reading of a followed file has come. Kept in memory only: after a start everything is looked at again. */
enum ReadProgress {

    /** All whole lines that were seen are handed on. */
    CAUGHT_UP,
    /** Its turn ended before the file did. */
    MORE,
    /** Lines wait for the next ones, which may belong to the same record. */
    HELD,
    /** The rest is left as long as the file does not change: it unpacks to too much. */
    LEFT,
    /** Rotated away, read to its end, and not expected to grow. */
    FINISHED
}
