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

/** {@code caravan check}: tells all that would not work, and ships nothing. */
@Command(name = "check", sortOptions = false,
    description = "Reads settings and routes as a start does, and tells all that would not work: files, commands, state directory,"
        + " bucket. Ships nothing, and disturbs no running instance.",
    footer = {"", "In the bucket it stores one small object, <prefix>caravan-check/<host>, unless --no-write is given.",
        "Run it as the user that runs Caravan: what another user may read says little.",
        "", "Example: sudo -u caravan caravan check", "Exit codes: 0 all works; 1 something would not; 2 wrong usage."})
public final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    private boolean help;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Option(names = "--no-write", description = "Store nothing in the bucket; whether it takes objects is not known then.")
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
