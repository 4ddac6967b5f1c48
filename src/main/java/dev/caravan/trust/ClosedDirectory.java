package dev.caravan.trust;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A directory that this user may not enter. To Java, everything below it looks as if it did not exist, so a log there would be waited for without
 * a word.
 */
public final class ClosedDirectory {

    private ClosedDirectory() {
    }

    /**
     * Returns the first directory, from the root to this one, that exists but may not be entered.
     *
     * @param directory an absolute path
     * @return null if all of them may be entered, or one of them does not exist
     */
    public static @Nullable Path on(Path directory) {
        if (Files.isExecutable(directory)) {
            return null;
        }
        Path at = directory.getRoot();
        for (Path name : directory) {
            at = at.resolve(name);
            if (!Files.isExecutable(at)) {
                return Files.exists(at) ? at : null;
            }
        }
        return null;
    }

    /** Reports whether a file cannot be examined because a directory on its way, or on that of the link that it is, may not be entered. */
    public static boolean hides(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return false;
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
