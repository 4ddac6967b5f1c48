package dev.caravan.routes;

import dev.caravan.config.Catalog;
import dev.caravan.config.Given;
import dev.caravan.config.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The choice of the folder of route files. */
public final class RoutesFolder {

    private RoutesFolder() {
    }

    /**
     * Returns the folder of the setting {@code camel.main.routes-reload-directory}. If the working directory has neither this folder nor a
     * settings file, returns the folder in {@code /etc/caravan}, so that a command in any directory uses the service's routes.
     *
     * @return a path that need not exist
     */
    public static Path of(Given given) {
        String set = given.ofCamel(Catalog.ROUTES_DIRECTORY.name());
        Path here = Path.of(set == null ? Catalog.ROUTES_DIRECTORY.fallback() : set);
        Path system = SettingsFile.SYSTEM.resolve(here);
        Path file = given.file().path();
        return Files.isDirectory(here) || file != null && !file.startsWith(SettingsFile.SYSTEM) || !Files.isDirectory(system) ? here
            : system;
    }
}
