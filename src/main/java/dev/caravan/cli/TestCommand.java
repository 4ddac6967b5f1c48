package dev.caravan.cli;

import dev.caravan.dryrun.TestFile;
import dev.caravan.dryrun.TrialException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code test}: runs the users' tests of routes. */
@Command(name = "test", sortOptions = false,
    description = "Runs the tests in routes/tests, which compare the records of given lines with the expected ones. Ships nothing.",
    footer = {"", "Example: caravan test --quiet routes/tests",
        "Exit codes: 0 all passed; 1 some failed, or a file cannot be read; 2 wrong usage."})
public final class TestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Option(names = {"-q", "--quiet"}, description = "Print failures only.")
    private boolean quiet;

    @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = "routes/tests",
        description = "Directory of tests, or one file. Default: ${DEFAULT-VALUE}.")
    private Path directory;

    private int passed;
    private int failed;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Path> files;
        if (Files.isDirectory(directory)) {
            try (Stream<Path> all = Files.list(directory)) {
                files = all.filter(f -> f.toString().endsWith(".yaml") || f.toString().endsWith(".yml")).sorted().toList();
            }
        } else {
            files = Files.exists(directory) ? List.of(directory) : List.of();
        }
        if (files.isEmpty()) {
            spec.commandLine().getErr().println("there are no tests in " + directory);
            spec.commandLine().getErr().flush();
            return 1;
        }
        for (Path file : files) {
            try {
                new TestFile(file).run((name, problems) -> report(out, file.getFileName() + ": " + name, problems));
            } catch (TrialException e) {
                report(out, file.getFileName().toString(), List.of(e.getMessage()));
            }
        }
        out.println(passed + " passed, " + failed + " failed");
        out.flush();
        return failed == 0 ? 0 : 1;
    }

    private void report(PrintWriter out, String test, List<String> problems) {
        if (problems.isEmpty()) {
            passed++;
            if (!quiet) {
                out.println("pass " + test);
            }
            return;
        }
        failed++;
        out.println("FAIL " + test);
        problems.forEach(problem -> problem.lines().forEach(line -> out.println("     " + line)));
    }
}
