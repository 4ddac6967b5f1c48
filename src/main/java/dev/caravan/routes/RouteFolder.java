package dev.caravan.routes;

import dev.caravan.config.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/** Where the route files are: a folder, or those in the jar. Thread safe. */
final class RouteFolder {

    private static final Pattern IN_JAR = Pattern.compile("routes/[^/]+\\.yaml");

    private final CamelContext context;
    private final Path folder;

    /** @param folder where it does not exist, or is null, the files in the jar are used */
    RouteFolder(CamelContext context, Path folder) {
        this.context = context;
        this.folder = folder == null || !Files.isDirectory(folder) ? null : folder;
    }

    boolean isInJar() {
        return folder == null;
    }

    /** That others can put files into the folder, in words; null when they cannot. */
    String exposed() {
        return folder == null ? null : SettingsFile.problem(folder, "routes");
    }

    /** That others can change a file, in words; null when they cannot. */
    String exposed(Resource file) {
        return folder == null ? null : SettingsFile.problem(Path.of(file.getLocation().replaceFirst("^file:", "")), "routes");
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

    /** The files there are, what is for all routes first. */
    List<Resource> list() throws IOException {
        List<Resource> found = new ArrayList<>();
        if (folder != null) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(f -> f.toString().endsWith(".yaml") && Files.isRegularFile(f))
                    .forEach(f -> found.add(ResourceHelper.resolveResource(context, "file:" + f)));
            }
        } else {
            for (String name : inJar()) {
                found.add(ResourceHelper.resolveResource(context, "classpath:routes/" + name));
            }
        }
        found.sort(Comparator.comparing((Resource f) -> !f.getLocation().endsWith("errors.yaml"))
            .thenComparing(f -> !f.getLocation().endsWith("deliver.yaml")).thenComparing(Resource::getLocation));
        return found;
    }

    /** Names of the files in the jar, from its table of contents: Camel's scan would unpack all of the jar. */
    private static List<String> inJar() throws IOException {
        URL one = RouteFolder.class.getResource("/routes/deliver.yaml");
        if (one == null) {
            throw new IOException("the jar has no routes");
        }
        if (one.openConnection() instanceof JarURLConnection jar) {
            return jar.getJarFile().stream().map(ZipEntry::getName).filter(IN_JAR.asMatchPredicate())
                .map(name -> name.substring("routes/".length())).toList();
        }
        try (Stream<Path> all = Files.list(Path.of(URI.create(one.toString())).getParent())) {
            return all.map(f -> f.getFileName().toString()).filter(name -> name.endsWith(".yaml")).toList();
        }
    }

    static String read(Resource file) throws IOException {
        try (InputStream in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("it cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
