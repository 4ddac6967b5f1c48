package dev.caravan.cli;

import dev.caravan.config.Catalog;
import dev.caravan.config.Given;
import dev.caravan.config.SettingsFile;
import dev.caravan.control.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options by which commands find the running instance. */
final class RunningInstance {

    /** Where the package keeps the state. */
    private static final Path SERVICE = Path.of("/var/lib/caravan");

    @Option(names = "--state-dir", paramLabel = "DIR", description = "State directory of the instance. Default: caravan.state-dir of"
        + " the settings here, or else /var/lib/caravan.")
    private Path state;

    /** Its end of the socket. */
    ControlClient client() throws IOException {
        return new ControlClient(directory());
    }

    /** The state directory. */
    Path directory() throws IOException {
        if (state != null) {
            return state;
        }
        Path here = Given.around(null, SettingsFile.find()).value(Catalog.STATE_DIRECTORY);
        // Who types this in any directory means the service.
        return Files.exists(here) || !Files.exists(SERVICE) ? here : SERVICE;
    }
}
