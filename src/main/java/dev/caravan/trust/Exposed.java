package dev.caravan.trust;

import java.nio.file.Path;

/**
 * A file, directory or link that somebody who is not trusted can change.
 *
 * @param path   absolute, without links above it
 * @param reason who can change it, behind the path: {@code "belongs to nobody"}
 * @param remedy the command that ends that
 */
public record Exposed(Path path, String reason, String remedy) {

    /** A sentence for the log, without its full stop: what is wrong, and the command that mends it. */
    @Override
    public String toString() {
        return path + " " + reason + ": " + remedy;
    }
}
