package dev.caravan.state;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When and where the files of a source were looked at, as its checkpoint remembers it. Times are milliseconds since 1970. Thread
 * safe. Most of it is written with the next change of a position.
 */
public final class Looks {

    private final boolean known;
    private final Set<String> directories;
    private boolean fresh;
    private long created;
    private long last;
    private @Nullable String input;
    private boolean changed;

    Looks(Checkpoint checkpoint) {
        this.fresh = checkpoint.fresh();
        this.known = !fresh;
        this.created = checkpoint.created();
        this.last = checkpoint.looked();
        this.directories = new LinkedHashSet<>(checkpoint.directories());
        this.input = checkpoint.input();
    }

    /** Whether the source was followed before. */
    public boolean known() {
        return known;
    }

    /** The source's files were looked at: from here on it was followed before. */
    public synchronized void begun() {
        fresh = false;
    }

    synchronized boolean isFresh() {
        return fresh;
    }

    /** When the source was followed first; 0 when that is not known any more. */
    public synchronized long created() {
        return created;
    }

    /** When all rotated files were looked at last; {@link #created()} when they never were. */
    public synchronized long looked() {
        return Math.max(created, last);
    }

    /** When all rotated files were looked at last; 0 when they never were. */
    synchronized long last() {
        return last;
    }

    /** All rotated files were looked at, at this time. An earlier one changes nothing. Written with the next change. */
    public synchronized void last(long time) {
        last = Math.max(last, time);
    }

    /** No time of the past is after this one, which is now: where one is, the clock was ahead, and it is set back. */
    public synchronized void notAfter(long now) {
        changed |= created > now || last > now;
        created = Math.min(created, now);
        last = Math.min(last, now);
    }

    /** Whether rotated files in this directory were looked at before: those that are new there have come since. */
    public synchronized boolean isKnown(String directory) {
        return directories.contains(directory);
    }

    /**
     * Rotated files were looked at.
     *
     * @param all    the directories that matter now
     * @param looked those of them that could be listed
     */
    public synchronized void known(Set<String> all, Set<String> looked) {
        changed |= directories.retainAll(all);
        changed |= directories.addAll(looked);
    }

    synchronized List<String> directories() {
        return new ArrayList<>(directories);
    }

    /** What was chosen to collect, {@code file} or {@code journal}; null while nothing was. */
    public synchronized @Nullable String input() {
        return input;
    }

    /** This was chosen to collect. */
    public synchronized void input(String chosen) {
        changed |= !chosen.equals(input);
        input = chosen;
    }

    /** Returns whether anything has changed since the last call. */
    synchronized boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
