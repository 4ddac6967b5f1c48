package dev.caravan;

import dev.caravan.cli.DemoCommand;
import dev.caravan.cli.InferCommand;
import dev.caravan.cli.ParseCommand;
import dev.caravan.cli.RunCommand;
import dev.caravan.cli.SchemaCommand;
import dev.caravan.cli.TestCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: ships logs when no command is given. */
@Command(name = "caravan", mixinStandardHelpOptions = true, versionProvider = Caravan.Version.class,
    description = "Ships the security logs of a web server to Amazon S3, each line exactly once.",
    subcommands = {RunCommand.class, DemoCommand.class, InferCommand.class, SchemaCommand.class,
        ParseCommand.class, TestCommand.class})
public final class Caravan {

    private Caravan() {
    }

    /** Runs the shipper, or the command that the first argument names. */
    public static void main(String[] args) throws IOException {
        // Before any logger exists.
        System.setProperty("java.util.logging.manager", KeepingLogManager.class.getName());
        configureLogging();
        // The way to the shipper is short: the command line's library is not even loaded.
        System.exit(args.length == 0 ? RunCommand.ship() : new CommandLine(new Caravan()).execute(args));
    }

    private static void configureLogging() throws IOException {
        if (System.getProperty("java.util.logging.config.file") == null) {
            try (InputStream in = Caravan.class.getResourceAsStream("/logging.properties")) {
                LogManager.getLogManager().readConfiguration(in);
            }
        }
    }

    /** The version, from the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Caravan.class.getPackage().getImplementationVersion();
            return new String[] {"caravan " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
