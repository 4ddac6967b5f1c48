package dev.caravan.pipeline;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether there is a journal of systemd, by its files: who may read them is another matter. */
public final class SystemJournal {

    private static final List<Path> DIRECTORIES = List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));

    private SystemJournal() {
    }

    /** Whether this machine keeps one. */
    public static boolean isThere() {
        return isThere(DIRECTORIES);
    }

    /** The same, with other directories, each of which has one for each machine. */
    static boolean isThere(List<Path> directories) {
        return directories.stream().anyMatch(directory -> hasAny(directory, "[0-9a-f]*", machine -> hasFiles(machine)));
    }

    /** Whether a directory has files of a journal. */
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
            // None, or none that can be read.
            return false;
        }
        return false;
    }
}
