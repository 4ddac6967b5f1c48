package dev.caravan.pipeline;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds out by its files whether systemd keeps a journal. Whether this user may read them is another question. */
public final class SystemJournal {

    /** Where journald keeps its files: those that survive a boot, and those that do not. */
    public static final List<Path> DIRECTORIES = List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));

    private SystemJournal() {
    }

    /** Reports whether this machine keeps a journal. */
    public static boolean isThere() {
        return isThere(DIRECTORIES);
    }

    /** Does the same for other directories, each of which has one subdirectory per machine. */
    static boolean isThere(List<Path> directories) {
        return directories.stream().anyMatch(directory -> hasAny(directory, "[0-9a-f]*", machine -> hasFiles(machine)));
    }

    /** Reports whether a directory contains files of a journal. */
    public static boolean hasFiles(Path directory) {
        return hasAny(directory, "*.journal", Files::isRegularFile);
    }

    private static boolean hasAny(Path directory, String names, java.util.function.Predicate<Path> test) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, names)) {
            for (Path entry : entries) {
                if (test.test(entry)) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // There is no directory, or this user cannot read it.
            return false;
        }
        return false;
    }
}
