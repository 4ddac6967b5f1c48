package dev.caravan;

import dev.caravan.app.NotStartedException;
import dev.caravan.cli.CheckCommand;
import dev.caravan.cli.DemoCommand;
import dev.caravan.cli.DrainCommand;
import dev.caravan.cli.HelpOptions;
import dev.caravan.cli.InferCommand;
import dev.caravan.cli.ParseCommand;
import dev.caravan.cli.RunCommand;
import dev.caravan.cli.SchemaCommand;
import dev.caravan.cli.SourcesCommand;
import dev.caravan.cli.StatusCommand;
import dev.caravan.cli.TestCommand;
import dev.caravan.cli.VersionCommand;
import dev.caravan.cli.WarmUpCommand;
import dev.caravan.config.Catalog;
import dev.caravan.config.Given;
import dev.caravan.config.SettingsFile;
import dev.caravan.logging.LogForm;
import dev.caravan.logging.LogFormatter;
import dev.caravan.logging.Secrets;
import dev.caravan.parse.UnusableParsersException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command line: ships logs when no command is given. */
@Command(name = "caravan",
    description = "Ships the security logs of a web server to Amazon S3, each line exactly once.",
    subcommands = {RunCommand.class, CheckCommand.class, DemoCommand.class, InferCommand.class, SchemaCommand.class,
        SourcesCommand.class, StatusCommand.class, DrainCommand.class, ParseCommand.class, TestCommand.class, VersionCommand.class,
        WarmUpCommand.class})
public final class Caravan {

    /** Camel's logger of routes that cannot be created. Java forgets the level of a logger that nobody holds. */
    private static final Logger ENGINE = Logger.getLogger("org.apache.camel.impl.engine");

    @Mixin
    private HelpOptions help;

    private Caravan() {
    }

    /** Runs the shipper, or the command that the first argument names; {@code -Dname=value} before or directly after it is a setting. */
    public static void main(String[] arguments) throws IOException {
        // Arabic, Persian and others have digits of their own, which would get into keys, names of files and the log.
        Locale.setDefault(Locale.ENGLISH);
        String umask = Umask.correct();
        String[] args = settings(arguments);
        boolean ships = args.length == 0 || RunCommand.NAME.equals(args[0]);
        Relaunch.Stay plain = ships ? Relaunch.attempt() : new Relaunch.Stay("it does not ship", false);
        Secrets.addAll(System.getenv());
        Secrets.addAll(System.getProperties());
        // Java reads this property when it makes the first logger.
        System.setProperty("java.util.logging.manager", KeepingLogManager.class.getName());
        configureLogging();
        if (!ships) {
            // A command says itself what is wrong with a route.
            ENGINE.setLevel(Level.SEVERE);
        }
        if (plain.needsTelling()) {
            LoggerFactory.getLogger(Relaunch.class).warn("Java stays as it was started: {}", plain.reason());
        } else {
            LoggerFactory.getLogger(Relaunch.class).debug("Java stays as it was started: {}", plain.reason());
        }
        if (umask != null) {
            LoggerFactory.getLogger("caravan").warn(umask);
        }
        tellOfSecrets();
        // Shipping does not load the command line's library, so the start is faster.
        System.exit(args.length == 0 ? RunCommand.ship() : commands().execute(args));
    }

    static CommandLine commands() {
        return new CommandLine(new Caravan()).setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof UnusableParsersException || e instanceof NotStartedException) {
                command.getErr().println(e instanceof NotStartedException ? NotStartedException.explain(e) : e.getMessage());
                return command.getCommandSpec().exitCodeOnExecutionException();
            }
            throw e;
        });
    }

    /** Applies each {@code -Dname=value} that comes before or directly after the command; returns the other arguments. */
    static String[] settings(String[] args) {
        List<String> others = new ArrayList<>();
        for (String arg : args) {
            if (others.size() <= 1 && arg.matches("(?s)-D[^=]+=.*")) {
                int equals = arg.indexOf('=');
                System.setProperty(arg.substring(2, equals), arg.substring(equals + 1));
            } else {
                others.add(arg);
            }
        }
        return others.toArray(String[]::new);
    }

    private static void tellOfSecrets() throws IOException {
        Path file = Path.of("/proc/self/cmdline");
        List<String> names = Files.exists(file)
            ? Secrets.namesIn(List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"))) : List.of();
        if (!names.isEmpty()) {
            LoggerFactory.getLogger("caravan").warn("{} in the command line can be read by every user of this machine: put it into"
                + " application.properties, which only its owner can read (chmod 600), or into the environment",
                String.join(", ", names));
        }
    }

    private static void configureLogging() throws IOException {
        if (System.getProperty("java.util.logging.config.file") == null) {
            try (InputStream in = Caravan.class.getResourceAsStream("/logging.properties")) {
                LogManager.getLogManager().readConfiguration(in);
            }
        }
        LogFormatter.install(Logger.getLogger(""));
        LogFormatter.use(LogForm.of(format(), System.getenv("JOURNAL_STREAM")));
    }

    /** Returns the setting {@code caravan.log.format}; null if it is absent or wrong. The start reports a wrong value. */
    private static @Nullable String format() {
        try {
            return Given.around(null, SettingsFile.find()).ifSet(Catalog.LOG_FORMAT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
