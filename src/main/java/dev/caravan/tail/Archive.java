package dev.caravan.tail;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The other directories into which logs are rotated: one, or those that a pattern such as {@code ../*-*-*} names, where
 * each day has a directory of its own.
 *
 * <p>Those of a pattern grow in number for ever, and so do the files in them. So only what is new is looked at there: what
 * changed since a day before the last look ({@link #horizon}), which the checkpoint keeps.
 */
final class Archive {

    private static final long MARGIN = TimeUnit.DAYS.toMillis(1);
    // What was looked at is remembered for longer than it is looked at, so that none is taken for a new one.
    private static final long REMEMBER = MARGIN + TimeUnit.HOURS.toMillis(1);

    private final Path pattern;

    /** @param pattern a path with or without wildcards, maybe relative to the directory of the log; null for none */
    Archive(Path pattern) {
        this.pattern = pattern;
    }

    /** Whether there may be any number of directories. */
    boolean isDated() {
        return pattern != null && hasWildcard(pattern);
    }

    /** What is older than this was decided about. Milliseconds since 1970. */
    static long horizon(long looked) {
        return looked - MARGIN;
    }

    /** Files that are older need not be remembered. Milliseconds since 1970. */
    static long oldest(long looked) {
        return looked - REMEMBER;
    }

    /**
     * The directories that there are for the logs in one directory.
     *
     * @param own     the directory of the logs
     * @param horizon without those of a pattern in which nothing changed since, in milliseconds since 1970
     */
    List<Path> directories(Path own, long horizon) {
        if (pattern == null) {
            return List.of();
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

    private static List<Path> matching(Path directory, Path element) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, element.toString())) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It may come later, as the logs may.
            return List.of();
        }
        return found;
    }

    private static boolean hasWildcard(Path path) {
        return path.toString().matches(".*[*?\\[{].*");
    }
}
