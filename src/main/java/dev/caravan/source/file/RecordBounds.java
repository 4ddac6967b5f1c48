package dev.caravan.source.file;

/** Tells which of the last lines of a file belong together with lines that are yet to come. */
interface RecordBounds {

    /**
     * Where the lines begin that must not be handed on without the next ones.
     *
     * @param end end of the last whole line
     * @return {@code end} when there are none; 0 when all must wait
     */
    int lastStart(byte[] bytes, int end);
}
