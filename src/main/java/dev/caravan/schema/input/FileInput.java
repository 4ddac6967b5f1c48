package dev.caravan.schema.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file.
 *
 * @param name what it is called in messages
 * @param path where it is
 */
record FileInput(String name, Path path) implements Input {

    @Override
    public InputStream open() throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("is a directory; name the files in it");
        }
        if (!Files.exists(path)) {
            throw new IOException("no such file");
        }
        if (!Files.isReadable(path)) {
            throw new IOException("may not be read by this user");
        }
        return Files.newInputStream(path);
    }
}
