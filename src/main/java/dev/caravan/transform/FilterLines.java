package dev.caravan.transform;

import dev.caravan.parse.core.RefusedLineException;
import org.jspecify.annotations.Nullable;

/** Keeps or drops the lines that match: the Kamelet {@code filter-lines-action}. */
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
     * Called when all properties are set.
     *
     * @throws IllegalArgumentException they contradict each other; the route is not started
     */
    public void check() {
        if (keep.isEmpty() == drop.isEmpty()) {
            throw new IllegalArgumentException("filter-lines-action needs keep or drop, and not both");
        }
        match = new LineMatch(field, drop.isEmpty() ? LineMatch.compile("keep", keep) : LineMatch.compile("drop", drop));
    }

    /** The field that is looked at; empty for the whole line. */
    public void setField(String field) {
        this.field = field;
    }

    /** Lines in which this is found stay, all others are dropped. */
    public void setKeep(String keep) {
        this.keep = keep;
    }

    /** Lines in which this is found are dropped, all others stay. */
    public void setDrop(String drop) {
        this.drop = drop;
    }
}
