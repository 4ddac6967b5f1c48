package dev.caravan.transform;

import dev.caravan.parse.core.RefusedLineException;
import org.jspecify.annotations.Nullable;

/** The Kamelet {@code filter-lines-action}: keeps or drops matching lines. */
public final class FilterLines extends LineAction {

    private String field = "";
    private String keep = "";
    private String drop = "";
    private @Nullable LineMatch match;

    @Override
    protected void edit(TextLine line, Edited out) throws RefusedLineException {
        if (match == null) {
            throw new IllegalStateException("filter-lines-action: check was not called");
        }
        if (match.matches(line) == drop.isEmpty()) {
            out.keep(line);
        }
    }

    /**
     * Checks the properties. Camel calls it when all of them are set.
     *
     * @throws IllegalArgumentException if they contradict each other; the route does not start
     */
    public void check() {
        if (keep.isEmpty() == drop.isEmpty()) {
            throw new IllegalArgumentException("filter-lines-action needs keep or drop, and not both");
        }
        match = new LineMatch(field, drop.isEmpty() ? LineMatch.compile("keep", keep) : LineMatch.compile("drop", drop));
    }

    /** Sets the field to match; empty for the whole line. */
    public void setField(String field) {
        this.field = field;
    }

    /** Sets the regular expression of lines to keep; all other lines are dropped. */
    public void setKeep(String keep) {
        this.keep = keep;
    }

    /** Sets the regular expression of lines to drop; all other lines are kept. */
    public void setDrop(String drop) {
        this.drop = drop;
    }
}
