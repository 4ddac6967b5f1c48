package dev.caravan.source.file;

import dev.caravan.pipeline.BoundedText;
import dev.caravan.pipeline.TooManyStepsException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Tells where records of several lines begin, such as stack traces below their message. */
final class MultilineMatcher implements RecordBounds {

    /** So much of a line is shown to the expression. */
    private static final int LONGEST = 1024;

    private final Pattern start;

    /** @param start found in the first line of a record, and in no other; where that takes too many steps, the line is a first one */
    MultilineMatcher(Pattern start) {
        this.start = start;
    }

    /**
     * Where the last record begins.
     *
     * @param end end of the last whole line
     * @return 0 when no record begins behind the first line
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
            // A record too many does less harm than two that are taken for one.
            return true;
        }
    }
}
