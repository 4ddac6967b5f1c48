package dev.caravan.tail;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files that rotation made of logs, by their names: in each log's directory, in the one its symbolic link leads
 * to, and in the archive directory where there is one.
 */
final class Siblings {

    private static final Logger LOG = LoggerFactory.getLogger(Siblings.class);

    /**
     * A file beside a log.
     *
     * @param log the log that it was rotated from, by its name
     */
    record Sibling(FileStat stat, Path log) {
    }

    private final TailOptions options;
    private final Path archive;
    private final Map<Path, Long> listed = new HashMap<>();

    Siblings(TailOptions options) {
        this.options = options;
        this.archive = options.archive();
    }

    /**
     * Rotated files of these logs, the one written first at the front; and, in the source's directory, of those that
     * would be followed if they were there.
     */
    List<Sibling> of(Collection<Path> logs) {
        Map<Path, Map<String, Path>> directories = new LinkedHashMap<>();
        directories.put(options.directory().toAbsolutePath(), new HashMap<>());
        for (Path log : logs) {
            for (Path directory : directories(log)) {
                directories.computeIfAbsent(directory, d -> new HashMap<>()).put(log.getFileName().toString(), log);
            }
        }
        List<Sibling> found = new ArrayList<>();
        directories.forEach((directory, names) -> {
            for (Path entry : entries(directory)) {
                String name = entry.getFileName().toString();
                String log = names.containsKey(name) ? null : RotatedName.logOf(name, n -> names.containsKey(n)
                    || options.follows().test(directory.resolve(n))
                    && (RotatedName.isNumbered(name) || !options.follows().test(entry)));
                FileStat stat = log == null ? null : FileStat.of(entry);
                if (stat != null) {
                    found.add(new Sibling(stat, names.getOrDefault(log, directory.resolve(log))));
                }
            }
        });
        found.sort(Comparator.comparingLong((Sibling s) -> s.stat().mtime()));
        return found;
    }

    /** Files that rotation, or a person, may have made of a log: its name, maybe without extension, begins theirs. */
    List<Sibling> near(Path log) {
        List<Sibling> found = new ArrayList<>();
        for (Path directory : directories(log)) {
            for (Path entry : entries(directory)) {
                FileStat stat = RotatedName.isLike(log, entry) && !entry.equals(log) ? FileStat.of(entry) : null;
                if (stat != null) {
                    found.add(new Sibling(stat, log));
                }
            }
        }
        return found;
    }

    /** All regular files around a log, whatever their names: someone may have renamed it by hand. */
    List<FileStat> around(Path log) {
        List<FileStat> found = new ArrayList<>();
        for (Path directory : directories(log)) {
            for (Path entry : entries(directory)) {
                FileStat stat = FileStat.of(entry);
                if (stat != null) {
                    found.add(stat);
                }
            }
        }
        return found;
    }

    /** Whether the directories of these logs changed since they were asked about last. */
    boolean changed(Collection<Path> logs, Path directory) {
        Set<Path> all = new LinkedHashSet<>();
        all.add(directory.toAbsolutePath());
        logs.forEach(log -> all.addAll(directories(log)));
        boolean changed = false;
        for (Path d : all) {
            long mtime = d.toFile().lastModified();
            // A change within the same tick of the clock as the look is seen at the next look.
            boolean recent = System.currentTimeMillis() - mtime < 2000;
            changed |= !Long.valueOf(mtime).equals(listed.put(d, mtime)) || recent;
        }
        listed.keySet().retainAll(all);
        return changed;
    }

    private Set<Path> directories(Path log) {
        Set<Path> directories = new LinkedHashSet<>();
        Path own = log.toAbsolutePath().getParent();
        directories.add(own);
        if (Files.isSymbolicLink(log)) {
            try {
                directories.add(log.toRealPath().getParent());
            } catch (IOException e) {
                // The log is missing just now.
            }
        }
        if (archive != null) {
            directories.add(own.resolve(archive).normalize());
        }
        return directories;
    }

    private static List<Path> entries(Path directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            // A log directory may be missing for a while; its logs are waited for.
            LOG.debug("{} cannot be listed: {}", directory, e.toString());
        }
        return entries;
    }
}
