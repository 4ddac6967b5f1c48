package dev.caravan.source.file;

import dev.caravan.pipeline.BoundedText;
import dev.caravan.pipeline.TooManyStepsException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Finds where records of several lines begin, such as stack traces below their message. */
final class MultilineMatcher implements RecordBounds {

    /** Number of characters of a line that the expression sees. */
    private static final int LONGEST = 1024;

    private final Pattern start;

    /**
     * @param start expression that is found in the first line of a record, and in no other line; a line on which it takes too many steps
     *              counts as a first one
     */
    MultilineMatcher(Pattern start) {
        this.start = start;
    }

    /**
     * Returns where the last record begins.
     *
     * @param end end of the last whole line
     * @return 0 if no record begins after the first line
     */
    @Override
    public int lastStart(byte[] bytes, int end) {
        int next = end;
        while (next > 0) {
            int line = next - 1;
            while (line > 0 && bytes[line - 1] != '\n') {
                line--;
            }
            if (line > 0 && isStart(bytes, line, next - 1)) {
                return line;
            }
            next = line;
        }
        return 0;
    }

    private boolean isStart(byte[] bytes, int from, int to) {
        try {
            return BoundedText.find(start, new String(bytes, from, Math.min(LONGEST, to - from), StandardCharsets.UTF_8));
        } catch (TooManyStepsException e) {
            // One record too many does less harm than two records that are taken for one.
            return true;
        }
    }
}
