package dev.caravan.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Somebody who may write to the directory of a log.
 *
 * @param log       what is taken away
 * @param taken     where it is meanwhile
 * @param directory a directory above the log
 */
record Neighbour(Path log, Path taken, Path directory) {

    /** Puts a FIFO, a device, a link to a directory or one to itself in the place of the log, if it is there. */
    void take(int n) {
        if (!Files.exists(log) || Files.exists(taken)) {
            return;
        }
        try {
            Files.move(log, taken);
            switch (n % 4) {
                case 0 -> new ProcessBuilder("mkfifo", log.toString()).start().waitFor();
                case 1 -> Files.createSymbolicLink(log, Path.of("/dev/zero"));
                case 2 -> Files.createSymbolicLink(log, directory);
                default -> Files.createSymbolicLink(log, log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The log is back in its place. */
    void giveBack() throws IOException {
        if (Files.exists(taken)) {
            Files.delete(log);
            Files.move(taken, log);
        }
    }
}
