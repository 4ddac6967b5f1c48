package dev.caravan.check;

import dev.caravan.state.UnwritableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the state directory can be written, and the disk has room for the outbox. Its lock is not taken. */
final class StateCheck {

    private static final String STATE = "state";

    private StateCheck() {
    }

    /** @param outboxBytes limit of the outbox */
    static void run(Path directory, long outboxBytes, CheckReport report) {
        Path root = directory.toAbsolutePath().normalize();
        Path there = root;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            if (there.equals(root)) {
                Files.delete(Files.createTempFile(root, ".check", ""));
            } else if (!Files.isWritable(there)) {
                report.fail(STATE, root + " does not exist, and this user cannot make it in " + there
                    + ": create it for the user that runs Caravan, or set caravan.state-dir");
                return;
            }
            long free = Files.getFileStore(there).getUsableSpace();
            if (free < outboxBytes) {
                report.note(STATE, root + " can be written, but its disk has " + (free >> 20) + " MiB free, and the outbox may take "
                    + (outboxBytes >> 20) + " MiB while the bucket cannot be reached: lower caravan.outbox.max-bytes");
            } else {
                report.ok(STATE, root + (there.equals(root) ? " can be written" : " does not exist yet, and can be made") + ", "
                    + (free >> 20) + " MiB free");
            }
        } catch (IOException e) {
            report.fail(STATE, root + " cannot be written (" + UnwritableException.words(e) + "): run this as the user that runs Caravan, or give"
                + " the directory to it");
        }
    }
}
