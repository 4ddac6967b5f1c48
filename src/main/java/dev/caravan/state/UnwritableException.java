package dev.caravan.state;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The state directory cannot be written to. No line is lost: unstored lines are read again, and failed writes tried again. */
public class UnwritableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param directory the state directory, for the message */
    public UnwritableException(Path directory, IOException cause) {
        this("cannot write in the state directory " + directory + " (" + reason(cause) + "): make it writable, or free"
            + " space there. Nothing is lost meanwhile; Caravan tries again", cause);
    }

    /** Creates an exception with a given message. */
    protected UnwritableException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns what went wrong at the start, with the file and what to do. */
    public static String words(IOException e) {
        if (e instanceof AccessDeniedException a) {
            return a.getFile() + ": permission denied: give the state directory and all that is in it to the user that runs"
                + " Caravan (chown -R)";
        }
        if (e instanceof FileSystemException f) {
            return f.getFile() + ": " + reason(f);
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Returns the reason without names of files: the same problem must give the same message each time. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "a folder in it is missing";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return e instanceof FileSystemException || e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
