package dev.caravan.tail;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the files that rotation made of a log: {@code access.log.1}, {@code access.log-20261125.gz},
 * {@code access-2026-11-25.log}, in the log's directory, in the one its symbolic link leads to, and in the archive
 * directory where there is one.
 */
final class Siblings {

    // After the log's own name: a separator, and digits or "old", maybe within more text, maybe compressed.
    private static final Pattern ROTATED = Pattern.compile("[._-]?(.*[0-9].*|.*old|.*prev)(\\.gz|\\.zst)?");

    private final Path archive;

    /** @param archive another directory to look into, or null */
    Siblings(Path archive) {
        this.archive = archive;
    }

    /** Rotated files of this log, the one written first at the front. */
    List<FileStat> of(Path log) throws IOException {
        String name = log.getFileName().toString();
        List<FileStat> found = new ArrayList<>();
        for (Path directory : directories(log)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    if (isRotationOf(name, entry.getFileName().toString())) {
                        FileStat stat = FileStat.of(entry);
                        if (stat != null) {
                            found.add(stat);
                        }
                    }
                }
            } catch (java.nio.file.NoSuchFileException | NotDirectoryException e) {
                // A log directory may be missing for a while; its logs are waited for.
            }
        }
        found.sort(Comparator.comparingLong(FileStat::mtime));
        return found;
    }

    private Set<Path> directories(Path log) {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(log.toAbsolutePath().getParent());
        try {
            directories.add(log.toRealPath().getParent());
        } catch (IOException e) {
            // The log is missing just now.
        }
        if (archive != null) {
            directories.add(archive.toAbsolutePath());
        }
        return directories;
    }

    /** Whether a file of this name is made by rotating a log of that name. */
    static boolean isRotationOf(String log, String name) {
        if (name.equals(log) || name.endsWith(".bz2") || name.endsWith(".xz")) {
            return false;
        }
        if (name.startsWith(log)) {
            return ROTATED.matcher(name.substring(log.length())).matches();
        }
        int dot = log.lastIndexOf('.');
        if (dot <= 0 || !name.startsWith(log.substring(0, dot))) {
            return false;
        }
        // logrotate's "extension .log": access-20261125.log[.gz]
        String middle = name.substring(dot).replaceFirst("\\.(gz|zst)$", "");
        String extension = log.substring(dot);
        return middle.endsWith(extension) && middle.length() > extension.length()
            && middle.substring(0, middle.length() - extension.length()).matches("[._-][0-9._T-]*[0-9]");
    }
}
