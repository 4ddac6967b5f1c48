package dev.caravan.state;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The times and places at which the files of a source were examined, as its checkpoint remembers them. Times are in milliseconds since 1970.
 * Most changes are written with the next change of a position. Thread-safe.
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

    /** Reports whether the source was followed before this run. */
    public boolean known() {
        return known;
    }

    /** Notes that the source's files were examined, so that it counts as followed from now on. */
    public synchronized void begun() {
        fresh = false;
    }

    synchronized boolean isFresh() {
        return fresh;
    }

    /** Returns when the source was first followed; 0 if that is not known any more. */
    public synchronized long created() {
        return created;
    }

    /** Returns when all rotated files were last examined; {@link #created()} if they never were. */
    public synchronized long looked() {
        return Math.max(created, last);
    }

    /** Returns when all rotated files were last examined; 0 for never. */
    synchronized long last() {
        return last;
    }

    /** Notes when all rotated files were examined. An earlier time changes nothing. Written with the next change. */
    public synchronized void last(long time) {
        last = Math.max(last, time);
    }

    /** Sets remembered times that are in the future back to now: the clock was ahead. */
    public synchronized void notAfter(long now) {
        changed |= created > now || last > now;
        created = Math.min(created, now);
        last = Math.min(last, now);
    }

    /** Reports whether rotated files in this directory were examined before. Files that are new in it have come since. */
    public synchronized boolean isKnown(String directory) {
        return directories.contains(directory);
    }

    /**
     * Notes that rotated files were examined.
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

    /** Returns what was chosen to read, {@code file} or {@code journal}; null if nothing was chosen yet. */
    public synchronized @Nullable String input() {
        return input;
    }

    /** Notes what was chosen to read. */
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
