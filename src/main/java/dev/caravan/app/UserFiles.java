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
 * The files that a user has written, and what is set around.
 *
 * @param given  settings as they are given
 * @param routes folder of route files, which need not exist; null for none
 */
public record UserFiles(Given given, @Nullable Path routes) {

    /**
     * Those in force.
     *
     * @param own values of the program, before all others
     */
    public static UserFiles of(@Nullable Properties own, SettingsFile file) {
        Given given = Given.around(own, file);
        return new UserFiles(given, RoutesFolder.of(given));
    }

    /** None, whatever there is. */
    static UserFiles none(Properties own) {
        return new UserFiles(Given.alone(own), null);
    }

    /**
     * Reads and checks all settings.
     *
     * @throws InvalidSettingsException some are wrong, or have a name that nobody knows
     */
    public Settings read() throws InvalidSettingsException {
        return Settings.read(given, () -> SettingsOfRoutes.read(routes), read -> compression(read),
            read -> new KeyTemplate(read.get(Catalog.KEY), read.host(), "000000"));
    }

    /** Camel wants the name of the SDK's constant. */
    static String acl(Settings settings) {
        String acl = settings.ifSet(Catalog.ACL);
        return acl == null ? "" : acl.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static Compression compression(Settings settings) {
        return Compression.of(settings.get(Catalog.COMPRESSION), settings.ifSet(Catalog.COMPRESSION_LEVEL));
    }

    /** Which files are in force, in sentences. */
    List<String> say() {
        Path file = given.file().path();
        return routes == null ? List.of() : List.of(file == null ? "settings: there is no " + SettingsFile.NAME + " here or in "
            + SettingsFile.SYSTEM + ", so defaults hold where the environment and -D set nothing"
            : "settings are those in " + file.toAbsolutePath(), Files.isDirectory(routes)
                ? "routes are those that come with Caravan, and over them those in " + routes.toAbsolutePath()
                : "routes are those that come with Caravan; the folder " + routes.toAbsolutePath() + " does not exist");
    }
}
