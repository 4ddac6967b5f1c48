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

/** The list of route files: those in the user's folder, and those in the jar whose names the folder does not have. Thread-safe. */
final class RouteFolder {

    private static final Pattern IN_JAR = Pattern.compile("routes/[^/]+\\.yaml");

    private final @Nullable Path folder;

    /** @param folder the user's folder; if it is missing or null, only the files in the jar are listed */
    RouteFolder(@Nullable Path folder) {
        this.folder = folder == null || !Files.isDirectory(folder) ? null : folder;
    }

    /** Reports whether the user has a folder. */
    boolean exists() {
        return folder != null;
    }

    /** Returns who else can put files into the folder, and what to type; null if nobody can. */
    @Nullable
    String exposed() {
        return folder == null ? null : SettingsFile.problem(folder, "routes");
    }

    /** Returns who else can change a file, and what to type; null if nobody can, or if the file is in the jar. */
    static @Nullable String exposed(RouteResource file) {
        Path path = file.path();
        return path == null ? null : SettingsFile.problem(path, "routes");
    }

    /** Returns the name for messages. */
    String name() {
        return folder == null ? "routes" : folder.toString();
    }

    /** Returns files that are probably route files, but are ignored because their names do not end in {@code .yaml}. */
    List<Path> misnamed() {
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().matches("(?is).*\\.ya?ml") && !f.toString().endsWith(".yaml")
                && Files.isRegularFile(f)).sorted().toList();
        } catch (IOException e) {
            // The method list fails for the same reason, and its caller reports the problem.
            return List.of();
        }
    }

    /** Returns all files: errors.yaml and deliver.yaml first, then the user's files, then those in the jar, each by name. */
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

    /** Returns the files in the jar, from its table of contents: Camel's scan would unpack the whole jar. */
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
