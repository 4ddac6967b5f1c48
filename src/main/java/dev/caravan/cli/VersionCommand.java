package dev.caravan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan version}: the same as {@code caravan --version}. */
@Command(name = "version", sortOptions = false, description = "Prints the version, as --version does.",
    footer = {"", "Example: caravan version", "Exit codes: 0 printed; 2 wrong usage."})
public final class VersionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Override
    public Integer call() {
        spec.parent().commandLine().printVersionHelp(spec.commandLine().getOut());
        return 0;
    }
}
