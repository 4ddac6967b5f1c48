package dev.caravan.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The place of a route file.
 *
 * @param name name of the file, with its extension
 * @param path path in the user's folder; null for a file in the jar
 */
record RouteResource(String name, @Nullable Path path) {

    /** Reports whether the file comes with Caravan. */
    boolean isShipped() {
        return path == null;
    }

    /** Returns the location with the scheme that Camel expects. */
    String location() {
        return path == null ? "classpath:routes/" + name : "file:" + path;
    }

    /** Returns the name for messages. */
    String words() {
        return path == null ? name + " (as it comes with Caravan)" : path.toString();
    }

    /** @throws IOException if the file cannot be read */
    String text() throws IOException {
        try (InputStream in = path == null ? RouteResource.class.getResourceAsStream("/routes/" + name) : Files.newInputStream(path)) {
            if (in == null) {
                throw new IOException("the jar has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("it cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
