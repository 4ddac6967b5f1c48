package dev.caravan.source.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The other directories into which logs are rotated: one, or those that match a pattern such as {@code ../*-*-*}, with a directory per day.
 *
 * <p>The directories of a pattern grow in number forever, and so do the files in them. So only those are examined that changed later than a
 * day before the last examination ({@link #horizon}), whose time the checkpoint keeps.
 */
final class ArchiveDirectories {

    private static final long MARGIN = TimeUnit.DAYS.toMillis(1);
    // Files are remembered for longer than they are examined, so that none is taken for a new one.
    private static final long REMEMBER = MARGIN + TimeUnit.DAYS.toMillis(1);
    private static final long LIST_EACH = TimeUnit.SECONDS.toNanos(5);
    // If the clock is set while a directory changes, two changes can have the same time.
    private static final long LIST_AT_LEAST = TimeUnit.MINUTES.toNanos(1);

    private final @Nullable Path pattern;
    private final Time time;
    private final Map<Path, Days> days = new HashMap<>();

    /** The directories of days in a directory, as listed. */
    private record Days(List<Path> directories, long changed, long listedAt) {
    }

    /**
     * Creates the archive of a source.
     *
     * @param pattern a path with or without wildcards, absolute or relative to the directory of the log; null if there is none, except
     *                perhaps directories of days ({@code 2026-11-25}) beside the log
     */
    ArchiveDirectories(@Nullable Path pattern, Time time) {
        this.pattern = pattern;
        this.time = time;
    }

    /** Reports whether directories other than those of the logs themselves may be any number. */
    boolean mayBeDated() {
        return pattern == null || isDated();
    }

    /** Reports whether a pattern allows any number of directories. */
    boolean isDated() {
        return pattern != null && hasWildcard(pattern);
    }

    /** Returns the time before which everything is decided, in milliseconds since 1970. */
    static long horizon(long looked) {
        return looked - MARGIN;
    }

    /** Returns the time before which files need not be remembered, in milliseconds since 1970. */
    static long oldest(long looked) {
        return looked - REMEMBER;
    }

    /**
     * Returns the archive directories of the logs in one directory.
     *
     * @param own     the directory of the logs
     * @param horizon leaves out directories of a pattern in which nothing has changed since, in milliseconds since 1970
     */
    List<Path> directories(Path own, long horizon) {
        if (pattern == null) {
            return daysIn(own).stream().filter(directory -> directory.toFile().lastModified() >= horizon).toList();
        }
        Path all = own.resolve(pattern).normalize();
        if (!isDated()) {
            return List.of(all);
        }
        List<Path> found = List.of(all.getRoot());
        for (Path element : all) {
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                if (hasWildcard(element)) {
                    next.addAll(matching(directory, element));
                } else {
                    next.add(directory.resolve(element));
                }
            }
            found = next;
        }
        return found.stream().filter(directory -> FileStat.changed(directory) >= horizon).toList();
    }

    /** Lists the directories of days. A new name in a directory changes its time, so it is listed only then, not in each poll. */
    private List<Path> daysIn(Path own) {
        long changed = own.toFile().lastModified();
        Days known = days.get(own);
        long age = known == null ? Long.MAX_VALUE : time.nanos() - known.listedAt();
        if (known != null && (age < LIST_EACH || known.changed() == changed && age < LIST_AT_LEAST)) {
            return known.directories();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(own,
            entry -> RotatedName.isDate(PathText.name(entry.getFileName())))) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The directory may come later.
            return List.of();
        }
        boolean settled = time.millis() - changed > IdleGate.SAME_TICK_MILLIS;
        days.put(own, new Days(found, settled ? changed : -1, time.nanos()));
        return found;
    }

    private static List<Path> matching(Path directory, Path element) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, element.toString())) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The directory may come later, like the logs.
            return List.of();
        }
        return found;
    }

    private static boolean hasWildcard(Path path) {
        return path.toString().matches(".*[*?\\[{].*");
    }
}
