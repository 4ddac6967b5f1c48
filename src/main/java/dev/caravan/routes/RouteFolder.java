package dev.caravan.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Where the route files are: a folder, or those in the jar. Thread safe. */
final class RouteFolder {

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

    /** The files there are, what is for all routes first. */
    List<Resource> list() throws IOException {
        List<Resource> found = new ArrayList<>();
        if (folder != null) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(f -> f.toString().endsWith(".yaml") && Files.isRegularFile(f))
                    .forEach(f -> found.add(ResourceHelper.resolveResource(context, "file:" + f)));
            }
        } else {
            try {
                found.addAll(PluginHelper.getPackageScanResourceResolver(context)
                    .findResources("classpath:routes/*.yaml"));
            } catch (Exception e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        found.sort(Comparator.comparing((Resource f) -> !f.getLocation().endsWith("errors.yaml"))
            .thenComparing(f -> !f.getLocation().endsWith("deliver.yaml")).thenComparing(Resource::getLocation));
        return found;
    }

    static String read(Resource file) throws IOException {
        try (InputStream in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("it cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
