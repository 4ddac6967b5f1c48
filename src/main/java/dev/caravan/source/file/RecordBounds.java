package dev.caravan.source.file;

/** Finds out which of the last lines of a file belong together with lines that are yet to come. */
interface RecordBounds {

    /**
     * Returns where the lines begin that must not be passed on without the next ones.
     *
     * @param end end of the last whole line
     * @return {@code end} if there are none; 0 if all must wait
     */
    int lastStart(byte[] bytes, int end);
}
