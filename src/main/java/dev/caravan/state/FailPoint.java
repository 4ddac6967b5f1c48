package dev.caravan.state;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The steps between which a crash may come, for tests that stop the process there. Does nothing unless the system property
 * {@code caravan.test.kill-at} names a step, as {@code SEALED} or {@code SEALED:3} (at the third time).
 */
public enum FailPoint {
    /** A block is in the open batch. */
    APPENDED,
    /** The parts of a batch are finished and forced to disk. */
    PARTS_FORCED,
    /** The copy of the checkpoint names the parts and the new positions; the checkpoint does not yet. */
    COPIED,
    /** The checkpoint names the parts and the new positions: the commit point is passed. */
    COMMITTED,
    /** One part is in the outbox. */
    MOVED,
    /** All parts are in the outbox. */
    SEALED,
    /** The request to S3 comes next. */
    BEFORE_PUT,
    /** S3 has answered that it stored the object. */
    AFTER_PUT,
    /** The state remembers where its first object is stored; the object's file is still in the outbox. */
    DESTINATION_KNOWN,
    /** One entry of an older state directory was moved to the folder of the embedded mode. */
    MOVED_TO_EMBEDDED,
    /** A command has ended; its output is in memory. */
    COMMAND_ENDED;

    private static final String KILL_AT = System.getProperty("caravan.test.kill-at");
    private static final @Nullable FailPoint WHERE = KILL_AT == null ? null : valueOf(KILL_AT.replaceAll(":.*", ""));
    private static int left = KILL_AT == null || !KILL_AT.contains(":") ? 1
        : Integer.parseInt(KILL_AT.substring(KILL_AT.indexOf(':') + 1));

    /** Marks that the step is reached, and kills the process if the property says so. */
    public void reached() {
        if (this == WHERE) {
            kill();
        }
    }

    private static synchronized void kill() {
        if (--left > 0) {
            return;
        }
        try {
            // SIGKILL, not exit: no shutdown hook and no finally block may run.
            // The shell has it built in; the program is in a package that a small system lacks.
            new ProcessBuilder("sh", "-c", "kill -9 " + ProcessHandle.current().pid()).start().waitFor();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
