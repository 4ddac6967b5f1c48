package dev.caravan.source.journal;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * The directories of a journal's files. They change when journald rotates or deletes files (vacuum). journalctl of systemd 257 was seen to
 * print nothing more after files were deleted around it, without ending. Called only by the source's thread.
 */
final class JournalFiles {

    private final List<Path> directories;
    private long mark;

    JournalFiles(List<Path> directories) {
        this.directories = directories;
    }

    /** Remembers the directories as they are now. */
    void mark() {
        mark = changed();
    }

    /** Reports whether files were created or deleted since {@link #mark()}. */
    boolean haveChanged() {
        return changed() != mark;
    }

    /** Reports whether files were created or deleted since {@link #mark()} or the last call of this method. */
    boolean haveChangedAgain() {
        long before = mark;
        mark();
        return mark != before;
    }

    /** Returns a sum over the times of change: of the directories, and of those within, one for each machine. */
    private long changed() {
        long sum = 0;
        for (Path directory : directories) {
            File base = directory.toFile();
            sum = 31 * sum + base.lastModified();
            File[] machines = base.listFiles(File::isDirectory);
            if (machines != null) {
                for (File machine : machines) {
                    sum += 31 * machine.lastModified() + machine.getName().hashCode();
                }
            }
        }
        return sum;
    }
}
