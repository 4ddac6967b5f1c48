package dev.caravan.source.file;

import dev.caravan.trust.ClosedDirectory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files that match a directory and a name or a pattern. A name needs no listing. For a pattern, the directories in which it can
 * match are listed again if they have changed, or after {@link #LONGEST}. A listing goes name by name and keeps only matching names. Links
 * are followed, but each directory is listed only once, first at its real place, so a link to a parent directory does no harm. Called only
 * by the source's thread.
 */
final class Listing {

    /** Limit of the levels below the source's directory, deeper than any log. */
    static final int DEEPEST = 64;

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(15);

    private final Path base;
    private final Names names;
    private final FileOpener opening;
    private final Troubles troubles;
    private final Time time;
    private final ListingPace pace;
    private Map<Path, Listed> directories = Map.of();
    private List<Path> files = List.of();

    /**
     * A directory as it was listed.
     *
     * @param changed  time of its last change, in milliseconds since 1970
     * @param settled  whether a later change would have another time
     * @param at       when it was listed, by {@link Time#nanos()}
     * @param files    matching files
     * @param children subdirectories to list
     * @param links    links to directories to list, after all subdirectories
     */
    private record Listed(long changed, boolean settled, long at, List<Path> files, List<Path> children, List<Path> links) {
    }

    /** A directory to list. */
    private record Place(Path path, int depth) {
    }

    Listing(Path base, Names names, FileOpener opening, Troubles troubles, Time time) {
        this.base = base;
        this.names = names;
        this.opening = opening;
        this.troubles = troubles;
        this.time = time;
        this.pace = new ListingPace(time);
    }

    /** Returns the files. A file with a fixed name need not exist. Directories may be among the files. */
    List<Path> files() {
        Path one = names.only();
        if (one != null) {
            return List.of(one);
        }
        if (pace.isDue()) {
            pace.begins();
            list();
            pace.ends();
        }
        return files;
    }

    /** Makes the next call of {@link #files()} list everything, at once. */
    void forget() {
        directories = Map.of();
        pace.forget();
    }

    /** Reports whether {@link #files()} would return the same as last time. */
    boolean isUnchanged() {
        return names.only() != null || names.isFlat()
            || directories.entrySet().stream().allMatch(entry -> isCurrent(entry.getKey(), entry.getValue()));
    }

    private boolean isCurrent(Path directory, Listed listed) {
        return listed.settled() && time.nanos() - listed.at() < LONGEST && FileStat.changed(directory) == listed.changed();
    }

    private void list() {
        troubles.begin();
        Map<Path, Listed> all = new HashMap<>();
        List<Path> found = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        Deque<Place> real = new ArrayDeque<>(List.of(new Place(base, 0)));
        Deque<Place> links = new ArrayDeque<>();
        while (!real.isEmpty() || !links.isEmpty()) {
            boolean link = real.isEmpty();
            Place place = link ? links.removeFirst() : real.removeFirst();
            Object key = key(place.path());
            if (key == null || link && !opening.isFollowed(place.path())) {
                continue;
            }
            if (!seen.add(key)) {
                if (link) {
                    troubles.tell(place.path(), PathText.of(place.path()) + " leads to a directory that is already listed, so it is left out");
                }
                continue;
            }
            Listed listed = directories.get(place.path());
            if (listed == null || !isCurrent(place.path(), listed)) {
                listed = list(place.path());
            }
            if (listed == null) {
                continue;
            }
            all.put(place.path(), listed);
            found.addAll(listed.files());
            if (place.depth() < DEEPEST) {
                listed.children().forEach(child -> real.add(new Place(child, place.depth() + 1)));
                listed.links().forEach(child -> links.add(new Place(child, place.depth() + 1)));
            } else if (!listed.children().isEmpty()) {
                troubles.problem(place.path(), "directories in " + PathText.of(place.path()) + " are not searched, because they are more than "
                    + DEEPEST + " levels below " + base);
            }
        }
        troubles.end();
        directories = all;
        files = found;
    }

    private @Nullable Listed list(Path directory) {
        // Read before the listing, so that a change during the listing is noticed later.
        long changed = FileStat.changed(directory);
        boolean settled = time.millis() - changed >= IdleGate.SAME_TICK_MILLIS;
        Listed listed = new Listed(changed, settled, time.nanos(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (!directory.equals(base) && ClosedDirectory.on(directory) != null) {
            troubles.problem(directory, ClosedDirectory.problem(PathText.of(directory)));
            return null;
        }
        String prefix = directory.equals(base) ? "" : names.relative(directory) + "/";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = PathText.name(entry.getFileName());
                if (names.areFollowed(prefix + name)) {
                    listed.files().add(entry);
                }
                if (names.leadInto(prefix + name)) {
                    addDirectory(entry, listed);
                }
            }
            return listed;
        } catch (IOException | DirectoryIteratorException e) {
            IOException cause = e instanceof DirectoryIteratorException of ? of.getCause() : (IOException) e;
            if (!(cause instanceof NoSuchFileException) && !(cause instanceof NotDirectoryException) && !directory.equals(base)) {
                troubles.problem(directory, PathText.of(directory) + " cannot be listed: " + (cause instanceof AccessDeniedException
                    ? "permission denied; let this user read it" : String.valueOf(cause)));
            }
            return null;
        }
    }

    private static void addDirectory(Path entry, Listed to) {
        try {
            if (Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isDirectory()) {
                to.children().add(entry);
            } else if (Files.isSymbolicLink(entry) && Files.isDirectory(entry)) {
                to.links().add(entry);
            }
        } catch (IOException e) {
            // The entry is gone.
            return;
        }
    }

    private static @Nullable Object key(Path directory) {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            // The directory is gone, or this user may not enter it.
            return null;
        }
    }
}
