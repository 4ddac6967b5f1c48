package dev.caravan.schema.input;

import org.jspecify.annotations.Nullable;

/** A line that is no record, or an input that cannot be read. The message says where: {@code FILE:LINE: reason}. */
public final class BadRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong where.
     *
     * @param input  name of the input
     * @param line   number of the line, the first is 1; 0 when the whole input is meant
     * @param reason null when it is not known
     */
    public BadRecordException(String input, long line, @Nullable String reason) {
        super(input + (line > 0 ? ":" + line : "") + ": " + (reason == null ? "it cannot be read" : reason));
    }
}
