package dev.caravan.routes;

import dev.caravan.config.SettingsFile;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** Where the route files are: those that come with Caravan, and over them, by name, those in the user's folder. Thread safe. */
final class RouteFolder {

    private static final Pattern IN_JAR = Pattern.compile("routes/[^/]+\\.yaml");

    private final @Nullable Path folder;

    /** @param folder where it does not exist, or is null, there are those in the jar alone */
    RouteFolder(@Nullable Path folder) {
        this.folder = folder == null || !Files.isDirectory(folder) ? null : folder;
    }

    /** Whether there is a folder of the user's. */
    boolean exists() {
        return folder != null;
    }

    /** That others can put files into the folder, in words; null when they cannot. */
    @Nullable
    String exposed() {
        return folder == null ? null : SettingsFile.problem(folder, "routes");
    }

    /** That others can change a file, in words; null when they cannot, or it is in the jar. */
    static @Nullable String exposed(RouteResource file) {
        Path path = file.path();
        return path == null ? null : SettingsFile.problem(path, "routes");
    }

    /** The name for a person. */
    String name() {
        return folder == null ? "routes" : folder.toString();
    }

    /** Files that are meant as route files, but have another ending, by which they are not found. */
    List<Path> misnamed() {
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().matches("(?is).*\\.ya?ml") && !f.toString().endsWith(".yaml")
                && Files.isRegularFile(f)).sorted().toList();
        } catch (IOException e) {
            // The list of those that are loaded tells it.
            return List.of();
        }
    }

    /** The files there are: what is for all routes first, then the user's own, then those that come with Caravan. */
    List<RouteResource> list() throws IOException {
        Map<String, RouteResource> found = new TreeMap<>();
        shipped().forEach(file -> found.put(file.name(), file));
        if (folder != null) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(f -> f.toString().endsWith(".yaml") && Files.isRegularFile(f))
                    .forEach(f -> found.put(f.getFileName().toString(), new RouteResource(f.getFileName().toString(), f)));
            }
        }
        return found.values().stream().sorted(Comparator.comparing((RouteResource f) -> !f.name().equals("errors.yaml"))
            .thenComparing(f -> !f.name().equals("deliver.yaml")).thenComparing(RouteResource::isShipped)
            .thenComparing(RouteResource::name)).toList();
    }

    /** The files in the jar, from its table of contents: Camel's scan would unpack all of the jar. */
    static List<RouteResource> shipped() throws IOException {
        URL one = RouteFolder.class.getResource("/routes/deliver.yaml");
        if (one == null) {
            throw new IOException("the jar has no routes");
        }
        if (one.openConnection() instanceof JarURLConnection jar) {
            return jar.getJarFile().stream().map(ZipEntry::getName).filter(IN_JAR.asMatchPredicate())
                .map(name -> new RouteResource(name.substring("routes/".length()), null)).toList();
        }
        try (Stream<Path> all = Files.list(Path.of(URI.create(one.toString())).getParent())) {
            return all.map(f -> f.getFileName().toString()).filter(name -> name.endsWith(".yaml"))
                .map(name -> new RouteResource(name, null)).toList();
        }
    }
}
