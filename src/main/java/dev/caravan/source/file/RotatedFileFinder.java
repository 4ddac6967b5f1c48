package dev.caravan.source.file;

import dev.caravan.state.Ledger;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files into which logs were rotated, by their names: in each log's directory, in the one to which its symbolic link leads, and
 * in the archive directories, if any.
 */
final class RotatedFileFinder {

    private static final Logger LOG = LoggerFactory.getLogger(RotatedFileFinder.class);

    /**
     * A file beside a log.
     *
     * @param log the log from which the file was rotated, according to its name
     */
    record Sibling(FileStat stat, Path log) {
    }

    private final TailOptions options;
    private final ArchiveDirectories archive;
    private final Ledger ledger;
    private final TrackedFiles followed;
    private final Set<Path> places = new HashSet<>();
    private final Set<Path> readable = new HashSet<>();
    private final ListingPace pace;
    private Map<Path, Long> listed = Map.of();
    private boolean heldBack;

    /**
     * A directory of rotated files.
     *
     * @param home  directory of the logs
     * @param names the names of known logs, with their paths
     */
    private record Place(Path home, Map<String, Path> names) {

        /** Returns the log from which a file in this place was rotated, according to its name; or null. */
        @Nullable
        Path logOf(Path entry, Path directory, Predicate<Path> follows) {
            String name = PathText.name(entry.getFileName());
            if (names.containsKey(name) || !directory.equals(home) && follows.test(PathText.resolve(home, name))) {
                Path same = names.getOrDefault(name, PathText.resolve(home, name));
                // Rotation may keep the name and move the file to another directory.
                return directory.equals(same.getParent()) || follows.test(entry) ? null : same;
            }
            String log = RotatedName.logOf(name, n -> names.containsKey(n) || follows.test(PathText.resolve(home, n))
                && (RotatedName.isNumbered(name) || !follows.test(entry)));
            return log == null ? null : names.getOrDefault(log, PathText.resolve(home, log));
        }
    }

    /**
     * Creates a finder.
     *
     * @param ledger   knows when files were last examined
     * @param followed knows where links led
     */
    RotatedFileFinder(TailOptions options, Ledger ledger, TrackedFiles followed) {
        this.options = options;
        this.archive = new ArchiveDirectories(options.archive(), options.time());
        this.ledger = ledger;
        this.followed = followed;
        this.pace = new ListingPace(options.time());
    }

    /**
     * Returns the rotated files of these logs, the one written first at the front; for the source's directory, also those of logs that
     * would be followed if they existed.
     */
    List<Sibling> of(Collection<Path> logs) {
        pace.begins();
        heldBack = false;
        Map<Path, Place> places = new LinkedHashMap<>();
        Path base = options.directory().toAbsolutePath();
        Function<Path, List<Path>> archives = archives();
        this.places.clear();
        this.places.add(base);
        places.put(base, new Place(base, new HashMap<>()));
        archives.apply(base).forEach(d -> places.computeIfAbsent(d, directory -> new Place(base, new HashMap<>())));
        for (Path log : logs) {
            Set<Path> directories = plainDirectories(log);
            this.places.addAll(directories);
            directories.addAll(archives.apply(log.toAbsolutePath().getParent()));
            for (Path directory : directories) {
                places.computeIfAbsent(directory, d -> new Place(d, new HashMap<>())).names()
                    .put(PathText.name(log.getFileName()), log);
            }
        }
        readable.clear();
        if (!archive.mayBeDated()) {
            this.places.addAll(places.keySet());
        }
        List<Sibling> found = new ArrayList<>();
        places.forEach((directory, place) -> {
            // One by one, because there may be more names than memory.
            forEach(directory, entry -> {
                Path log = place.logOf(entry, directory, options.follows());
                if (log == null) {
                    return;
                }
                FileStat stat = FileStat.of(entry);
                if (stat != null) {
                    found.add(new Sibling(stat, log));
                }
            });
        });
        pace.ends();
        return sorted(found.stream());
    }

    /** Returns the files that {@link #of} found, as they are now. Files that were created or renamed since are missing. */
    static List<Sibling> again(List<Sibling> found) {
        return sorted(found.stream().flatMap(sibling -> Stream.ofNullable(FileStat.of(sibling.stat().path()))
            .map(stat -> new Sibling(stat, sibling.log()))));
    }

    private static List<Sibling> sorted(Stream<Sibling> found) {
        return found.sorted(Comparator.comparingLong((Sibling s) -> s.stat().mtime())).toList();
    }

    /** Returns the files in a directory whose names are followed, and that are not rotated from others there. */
    List<Path> followedIn(Path directory) {
        List<Path> all = new ArrayList<>();
        forEach(directory.toAbsolutePath(), entry -> {
            if (options.follows().test(entry)) {
                all.add(entry);
            }
        });
        Set<String> names = new HashSet<>();
        all.forEach(path -> names.add(PathText.name(path.getFileName())));
        return all.stream().filter(path -> {
            String name = PathText.name(path.getFileName());
            return RotatedName.logOf(name, names::contains) == null && !(RotatedName.isNumbered(name) && RotatedName.logOf(name,
                n -> options.follows().test(PathText.beside(path, n))) != null);
        }).toList();
    }

    /** Returns the directories that {@link #of} searched, including missing ones, but without an archive that grows forever. */
    Set<Path> places() {
        return Set.copyOf(places);
    }

    /** Returns those of them that could be listed. */
    Set<Path> readable() {
        Set<Path> both = new HashSet<>(places);
        both.retainAll(readable);
        return both;
    }

    /** Returns files that rotation, or a person, may have made from a log: their names begin with its name, perhaps without extension. */
    List<Sibling> near(Path log) {
        List<Sibling> found = new ArrayList<>();
        for (Path directory : directories(log, archives())) {
            forEach(directory, entry -> {
                FileStat stat = RotatedName.isLike(log, entry) && !entry.equals(log) ? FileStat.of(entry) : null;
                if (stat != null) {
                    found.add(new Sibling(stat, log));
                }
            });
        }
        return found;
    }

    /** Returns all regular files around a log, whatever their names: somebody may have renamed it by hand. */
    List<FileStat> around(Path log) {
        List<FileStat> found = new ArrayList<>();
        for (Path directory : directories(log, archives())) {
            forEach(directory, entry -> {
                FileStat stat = FileStat.of(entry);
                if (stat != null) {
                    found.add(stat);
                }
            });
        }
        return found;
    }

    /**
     * Reports whether the directories of these logs have changed since the last call. If listing them takes long, a change is reported
     * later, so that a directory that always changes is not always listed.
     */
    boolean changed(Collection<Path> logs, Path directory) {
        if (!pace.isDue()) {
            heldBack = true;
            return false;
        }
        Map<Path, Long> times = times(logs, directory);
        boolean changed = !times.equals(listed) || isRecent(times, IdleGate.SAME_TICK_MILLIS);
        listed = times;
        return changed;
    }

    /** Reports whether they may have changed since they were listed, and it was too early to list them again. */
    boolean isHeldBack() {
        return heldBack;
    }

    /** Returns when the directories of these logs last changed, in milliseconds since 1970; 0 for one that does not exist. */
    Map<Path, Long> times(Collection<Path> logs, Path directory) {
        Set<Path> all = new LinkedHashSet<>();
        Function<Path, List<Path>> archives = archives();
        all.add(directory.toAbsolutePath());
        all.addAll(archives.apply(directory.toAbsolutePath()));
        logs.forEach(log -> all.addAll(directories(log, archives)));
        Map<Path, Long> times = new HashMap<>();
        all.forEach(d -> times.put(d, FileStat.changed(d)));
        return times;
    }

    /** Reports whether these directories are still all that there are, and none has changed since. */
    boolean areUnchanged(Map<Path, Long> times, Supplier<Set<Path>> logs, Path directory) {
        if (archive.isDated()) {
            return times(logs.get(), directory).equals(times);
        }
        for (Map.Entry<Path, Long> entry : times.entrySet()) {
            if (FileStat.changed(entry.getKey()) != entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** Reports whether one of these times is less than a number of milliseconds ago. */
    boolean isRecent(Map<Path, Long> times, long millis) {
        long now = options.time().millis();
        return times.values().stream().anyMatch(mtime -> now - mtime < millis);
    }

    /** Reports whether a file is in one of any number of archive directories. */
    boolean isInDatedArchive(Path file, Path log) {
        return archive.mayBeDated() && !plainDirectories(log).contains(file.getParent());
    }

    /**
     * Returns a function for the archive directories of a directory of logs. It remembers results, because all logs of a directory share
     * them.
     */
    private Function<Path, List<Path>> archives() {
        Map<Path, List<Path>> known = new HashMap<>();
        long horizon = ArchiveDirectories.horizon(ledger.looks().looked());
        return own -> known.computeIfAbsent(own, o -> archive.directories(o, horizon));
    }

    private Set<Path> directories(Path log, Function<Path, List<Path>> archives) {
        Set<Path> directories = plainDirectories(log);
        directories.addAll(archives.apply(log.toAbsolutePath().getParent()));
        return directories;
    }

    private Set<Path> plainDirectories(Path log) {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(log.toAbsolutePath().getParent());
        directories.addAll(followed.realDirectories(log));
        if (Files.isSymbolicLink(log)) {
            try {
                directories.add(log.toRealPath().getParent());
            } catch (IOException e) {
                // The log is missing at the moment.
            }
        }
        return directories;
    }

    private void forEach(Path directory, Consumer<Path> entry) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entry);
            readable.add(directory);
        } catch (IOException | DirectoryIteratorException e) {
            // A log directory may be missing for a while; Caravan waits for its logs.
            LOG.debug("{} cannot be listed: {}", directory, e.toString());
        }
    }
}
