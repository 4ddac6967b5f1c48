package dev.caravan.cli;

import dev.caravan.app.Check;
import dev.caravan.check.CheckReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan check}: reports everything that would not work, and ships nothing. */
@Command(name = "check", sortOptions = false,
    description = "Reads settings and routes as a start does, and reports everything that would not work: files, commands, state directory,"
        + " bucket. Ships nothing, and does not disturb a running instance.",
    footer = {"", "It stores one small object in the bucket, <prefix>caravan-check/<host>, unless --no-write is given.",
        "Run it as the user that runs Caravan, because other users may read other files.",
        "", "Example: sudo -u caravan caravan check", "Exit codes: 0 everything works; 1 something would not work; 2 wrong usage."})
public final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    private boolean help;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Option(names = "--no-write", description = "Store nothing in the bucket. The check then cannot tell whether the bucket accepts objects.")
    private boolean dry;

    @Override
    public Integer call() throws IOException {
        CheckReport report = Check.run(!dry);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? report.json() : report.table());
        out.flush();
        return report.hasFailed() ? 1 : 0;
    }
}
