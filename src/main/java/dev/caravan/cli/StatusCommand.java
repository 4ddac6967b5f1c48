package dev.caravan.cli;

import dev.caravan.control.ControlClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan status}: shows the state of the running instance, which it asks over the socket in the state directory. */
@Command(name = "status", sortOptions = false,
    description = "Shows the state of the running instance: one line per source, the outbox, delivery, and all problems.",
    footer = {"", "States: idle (no backlog), working, waiting (a batch younger than its interval), blocked (outbox full, disk or"
        + " bucket not writable), stuck (a backlog, but no progress), missing (no such file), failed.",
        "", "Example: sudo caravan status --watch", "Exit codes: 0 ready; 1 not ready, or no instance answers; 2 wrong usage."})
public final class StatusCommand implements Callable<Integer> {

    private static final long WATCH_MILLIS = 2000;
    private static final String CLEAR = "\033[H\033[2J";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Option(names = "--watch", description = "Repeat every two seconds, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Option(names = "--files", description = "Also print one line per followed file: position, size, and whether it was rotated.")
    private boolean files;

    @Mixin
    private RunningInstance instance;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int exit = show();
        while (watch && !Thread.currentThread().isInterrupted()) {
            Thread.sleep(WATCH_MILLIS);
            if (Help.Ansi.AUTO.enabled()) {
                spec.commandLine().getOut().print(CLEAR);
            }
            exit = show();
        }
        return exit;
    }

    private int show() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            int exit = instance.client().ask("status" + (json ? " json" : "") + (files ? " files" : ""), out);
            out.flush();
            return exit;
        } catch (ControlClient.NoAnswer e) {
            out.flush();
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return 1;
        }
    }
}
