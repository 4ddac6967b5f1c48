package dev.caravan.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class Tree {

    private Tree() {
    }

    /** All that is below a folder, and the folder, also where a process makes and removes files in it meanwhile. */
    public static List<Path> of(Path folder) throws IOException {
        for (int tries = 1;; tries++) {
            try (Stream<Path> walk = Files.walk(folder)) {
                return walk.toList();
            } catch (UncheckedIOException e) {
                // It was listed, and gone when it was looked at.
                if (tries == 50 || !(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
    }

    /** Copies the content of a folder into another one, with the times of the files. */
    public static void copy(Path from, Path to) throws IOException {
        for (Path file : of(from)) {
            Path copy = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
