package dev.caravan.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A route file where it lies.
 *
 * @param name its name, with the ending
 * @param path in the user's folder; null for one that comes with Caravan
 */
record RouteResource(String name, @Nullable Path path) {

    /** Whether it comes with Caravan. */
    boolean isShipped() {
        return path == null;
    }

    /** With its scheme, as Camel wants it. */
    String location() {
        return path == null ? "classpath:routes/" + name : "file:" + path;
    }

    /** For a person. */
    String words() {
        return path == null ? name + " (as it comes with Caravan)" : path.toString();
    }

    /** @throws IOException it cannot be read */
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
