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

    /** Returns what is wrong with a directory, and what to do. */
    public static String problem(String directory) {
        return directory + " cannot be entered by the user " + System.getProperty("user.name") + ": permission denied; let it enter the directory"
            + " (chmod o+x, or setfacl -m u:" + System.getProperty("user.name") + ":x)";
    }

    /** Returns what is wrong with a file that {@link #hides} reports. */
    public static String hidden(String file) {
        return file + " cannot be reached by the user " + System.getProperty("user.name") + ": permission denied; let it enter the directories on"
            + " the way, also to the target of a link (chmod o+x, or setfacl)";
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
