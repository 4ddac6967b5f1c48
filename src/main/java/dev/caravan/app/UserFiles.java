package dev.caravan.app;

import dev.caravan.batch.KeyTemplate;
import dev.caravan.batch.compress.Compression;
import dev.caravan.config.Catalog;
import dev.caravan.config.Given;
import dev.caravan.config.InvalidSettingsException;
import dev.caravan.config.Settings;
import dev.caravan.config.SettingsFile;
import dev.caravan.routes.RoutesFolder;
import dev.caravan.routes.SettingsOfRoutes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The user's files: settings, and the folder of route files.
 *
 * @param given  the settings as the user gave them, unchecked
 * @param routes folder of route files, which may be missing; null to use the routes in the jar only
 */
public record UserFiles(Given given, @Nullable Path routes) {

    /**
     * Returns the files that are in effect.
     *
     * @param own  settings of the program, which take precedence over all others; null if there are none
     * @param file the user's application.properties
     */
    public static UserFiles of(@Nullable Properties own, SettingsFile file) {
        Given given = Given.around(own, file);
        return new UserFiles(given, RoutesFolder.of(given));
    }

    /** Ignores all files of the user, and the environment. */
    static UserFiles none(Properties own) {
        return new UserFiles(Given.alone(own), null);
    }

    /**
     * Reads and checks all settings.
     *
     * @throws InvalidSettingsException if settings are wrong or unknown
     */
    public Settings read() throws InvalidSettingsException {
        return Settings.read(given, () -> SettingsOfRoutes.read(routes), read -> compression(read),
            read -> new KeyTemplate(read.get(Catalog.KEY), read.host(), "000000"));
    }

    /** Returns the ACL as the name of the SDK's constant, which Camel expects; empty if none is set. */
    static String acl(Settings settings) {
        String acl = settings.ifSet(Catalog.ACL);
        return acl == null ? "" : acl.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static Compression compression(Settings settings) {
        return Compression.of(settings.get(Catalog.COMPRESSION), settings.ifSet(Catalog.COMPRESSION_LEVEL));
    }

    /** Returns sentences that name the files in effect. */
    List<String> say() {
        Path file = given.file().path();
        return routes == null ? List.of() : List.of(file == null ? "settings: there is no " + SettingsFile.NAME + " here or in "
            + SettingsFile.SYSTEM + ", so settings come from the environment and -D, or are defaults"
            : "settings come from " + file.toAbsolutePath(), Files.isDirectory(routes)
                ? "routes are those that come with Caravan, except where a file of the same name is in " + routes.toAbsolutePath()
                : "routes are those that come with Caravan; the folder " + routes.toAbsolutePath() + " does not exist");
    }
}
