package dev.caravan.cli;

import dev.caravan.app.NotStartedException;
import dev.caravan.app.Shipper;
import dev.caravan.config.Catalog;
import dev.caravan.config.Units;
import dev.caravan.control.ControlClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code caravan drain}: delivers all collected lines now, before a machine is shut down for good. */
@Command(name = "drain", sortOptions = false,
    description = "Seals all open batches and waits until they are delivered. Use it before you retire a machine or remove the package."
        + " The running instance drains and keeps running; if none runs, the command starts one for that time.",
    footer = {"", "Example: sudo caravan drain --timeout 2m && sudo systemctl stop caravan",
        "Exit codes: 0 nothing is left; 1 something is left, and the command says what; 2 wrong usage."})
public final class DrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "60s", description = "Longest time to wait, such as 5m. Default: 60s.")
    private String timeout;

    @Mixin
    private RunningInstance instance;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long millis;
        try {
            millis = Units.millis("--timeout", timeout);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            int exit = instance.client().ask("drain " + millis, out);
            out.flush();
            return exit;
        } catch (ControlClient.NoAnswer e) {
            out.flush();
            if (e.isRunning()) {
                err.println(e.getMessage());
                err.flush();
                return 1;
            }
            return alone(millis, out, err);
        }
    }

    private int alone(long millis, PrintWriter out, PrintWriter err) throws IOException, InterruptedException {
        if (!Files.exists(instance.directory())) {
            err.println("there is no state directory " + instance.directory() + ", so nothing waits");
            err.flush();
            return 0;
        }
        try (Shipper shipper = new Shipper(null)) {
            shipper.main().addOverrideProperty(Catalog.STATE_DIRECTORY.name(), instance.directory().toString());
            shipper.start();
            boolean done = shipper.drain(millis, out);
            shipper.stop();
            return done ? 0 : 1;
        } catch (IOException | RuntimeException e) {
            err.println(NotStartedException.explain(e));
            return 1;
        } finally {
            out.flush();
            err.flush();
        }
    }
}
