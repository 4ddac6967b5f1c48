package dev.caravan.cli;

import dev.caravan.SourceList;
import dev.caravan.config.InvalidSettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sources}: lists all sources, whether they are on, what they read, and the beginning of their keys. */
@Command(name = "sources", sortOptions = false,
    description = "Lists the sources of the effective route files: whether they are on, what they read, and how their keys begin.",
    footer = {"", "Example: caravan sources --on",
        "Exit codes: 0 listed; 1 a route file has a mistake, which the command reports; 2 settings or usage are wrong."})
public final class SourcesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Option(names = "--on", description = "List only the sources that are on.")
    private boolean on;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<String> mistakes = new ArrayList<>();
        try {
            List<SourceList.Line> lines = SourceList.read(mistakes::add).stream().filter(line -> line.on() || !on).toList();
            String format = String.format(Locale.ROOT, "%%-%ds  %%-5s  %%-%ds  %%-%ds  %%s%%n", width(lines.stream().map(SourceList.Line::name)
                .toList(),
                "SOURCE"),
                width(lines.stream().map(SourceList.Line::reads).toList(), "READS"),
                width(lines.stream().map(SourceList.Line::keys).toList(), "KEYS BEGIN WITH"));
            out.printf(Locale.ROOT, format, "SOURCE", "STATE", "READS", "KEYS BEGIN WITH", "ROUTE FILE");
            lines.forEach(l -> out.printf(Locale.ROOT, format, l.name(), l.on() ? "on" : "off", l.reads(), l.keys(), l.file()));
        } catch (InvalidSettingsException e) {
            e.errors().forEach(err::println);
            err.flush();
            return 2;
        }
        out.flush();
        mistakes.forEach(err::println);
        err.flush();
        return mistakes.isEmpty() ? 0 : 1;
    }

    private static int width(List<String> values, String title) {
        return Math.max(title.length(), values.stream().mapToInt(String::length).max().orElse(0));
    }
}
