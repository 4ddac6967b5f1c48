package dev.caravan.routes;

import dev.caravan.config.Catalog;
import dev.caravan.config.Given;
import dev.caravan.config.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which folder of route files is in force. */
public final class RoutesFolder {

    private RoutesFolder() {
    }

    /**
     * The folder of the setting; where there is none of that name here, nor a settings file here, the one in {@code /etc/caravan}, so
     * that a command in any directory knows what the service does.
     *
     * @return it need not exist
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
