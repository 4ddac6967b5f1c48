package dev.caravan.cli;

import dev.caravan.app.Check;
import dev.caravan.check.AsService;
import dev.caravan.check.CheckReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan check}: reports everything that would not work, and ships nothing. */
@Command(name = "check", sortOptions = false,
    description = "Reads settings and routes as a start does, and reports everything that would not work: files, commands, state directory,"
        + " bucket. Ships nothing, and does not disturb a running instance.",
    footer = {"", "It stores one small object in the bucket, <prefix>caravan-check/<host>, unless --no-write is given.",
        "If root starts it, it runs as the user of caravan.service, with the groups, capabilities and environment of that unit.",
        "", "Example: sudo caravan check", "Exit codes: 0 everything works; 1 something would not work; 2 wrong usage."})
public final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Option(names = "--no-write", description = "Store nothing in the bucket. The check then cannot tell whether the bucket accepts objects.")
    private boolean dry;

    @Option(names = AsService.RAN, hidden = true)
    private @Nullable String ran;

    @Option(names = AsService.PROBLEM, hidden = true)
    private List<String> problems = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        AsService.Outcome outcome = ran != null ? new AsService.Outcome(-1, "") : AsService.ofProgram().run(arguments());
        if (outcome.exit() >= 0) {
            return outcome.exit();
        }
        CheckReport report = new CheckReport();
        if (ran != null) {
            report.ok("user", ran);
        } else if (!outcome.stays().isEmpty()) {
            report.note("user", outcome.stays());
        }
        problems.forEach(problem -> report.fail("unit", problem));
        Check.run(!dry, report);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? report.json() : report.table());
        out.flush();
        return report.hasFailed() ? 1 : 0;
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (json) {
            arguments.add("--json");
        }
        if (dry) {
            arguments.add("--no-write");
        }
        return arguments;
    }
}
