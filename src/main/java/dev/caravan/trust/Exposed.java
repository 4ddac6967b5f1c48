package dev.caravan.trust;

import java.nio.file.Path;

/**
 * A file, directory or link that somebody who is not trusted can change.
 *
 * @param path   absolute path, without links above it
 * @param reason who can change it; follows the path in a sentence: {@code "belongs to the user nobody"}
 * @param remedy the command that ends this
 */
public record Exposed(Path path, String reason, String remedy) {

    /** Returns a sentence for the log, without its full stop: what is wrong, and the command that ends it. */
    @Override
    public String toString() {
        return path + " " + reason + ": " + remedy;
    }
}
