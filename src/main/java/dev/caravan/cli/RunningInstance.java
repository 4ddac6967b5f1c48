package dev.caravan.cli;

import dev.caravan.config.Catalog;
import dev.caravan.config.Given;
import dev.caravan.config.SettingsFile;
import dev.caravan.control.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option by which commands find the running instance. */
final class RunningInstance {

    /** The state directory of the package's service. */
    private static final Path SERVICE = Path.of("/var/lib/caravan");

    @Option(names = "--state-dir", paramLabel = "DIR", description = "State directory of the instance. Default: the setting"
        + " caravan.state-dir if that directory exists, otherwise /var/lib/caravan.")
    private Path state;

    /** Returns a client of the instance's socket. */
    ControlClient client() throws IOException {
        return new ControlClient(directory());
    }

    /** Returns the state directory, which need not exist. */
    Path directory() throws IOException {
        if (state != null) {
            return state;
        }
        Path here = Given.around(null, SettingsFile.find()).value(Catalog.STATE_DIRECTORY);
        // A user who runs the command outside of a working directory of Caravan means the service.
        return Files.exists(here) || !Files.exists(SERVICE) ? here : SERVICE;
    }
}
