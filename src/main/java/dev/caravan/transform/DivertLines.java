package dev.caravan.transform;

import dev.caravan.parse.core.RefusedLineException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Kamelet {@code divert-lines-action}: sends matching lines to another prefix. */
public final class DivertLines extends LineAction {

    private String field = "";
    private @Nullable Pattern pattern;
    private @Nullable String to;

    @Override
    protected void edit(TextLine line, Edited out) throws RefusedLineException {
        if (pattern == null || to == null) {
            throw new IllegalStateException("divert-lines-action needs pattern and to");
        }
        if (new LineMatch(field, pattern).matches(line)) {
            out.divert(line);
        } else {
            out.keep(line);
        }
    }

    @Override
    protected @Nullable String divertedTo() {
        return to;
    }

    /** Sets the field to match; empty for the whole line. */
    public void setField(String field) {
        this.field = field;
    }

    /** Sets the regular expression; lines in which it is found are diverted. */
    public void setPattern(String pattern) {
        this.pattern = LineMatch.compile("pattern", pattern);
    }

    /** Sets the first folder of the keys for diverted lines. */
    public void setTo(String to) {
        this.to = to;
    }
}
