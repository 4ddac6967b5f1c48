package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.dryrun.LineBlocks;
import dev.caravan.dryrun.ParserTrial;
import dev.caravan.dryrun.RouteTrial;
import dev.caravan.dryrun.DryRun;
import dev.caravan.dryrun.TrialException;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SideOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parse}: runs a parser, or the steps of a route, over lines and prints the records that would be shipped. */
@Command(name = "parse", sortOptions = false,
    description = "Runs a parser, or the steps of a route, over lines and prints the records that would be shipped.",
    footer = {"", "Example: caravan parse syslog /var/log/auth.log",
        "Refused lines go to standard error with the reason. The last line there counts lines, records and refused lines.",
        "Exit codes: 0 all lines were parsed; 1 some were refused, or something failed; 2 wrong usage."})
public final class ParseCommand implements Callable<Integer> {

    private final InputStream standardInput;
    private final Map<String, Integer> counts = new TreeMap<>();
    private long lines;
    private long records;
    private long unparsed;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Option(names = "--route", paramLabel = "ROUTE.yaml", description = "Run the steps of this route file instead of a parser.")
    private Path route;

    @Option(names = "--guess-format", description = "Print which format of access log the file has, and the setting for it.")
    private boolean guess;

    @Option(names = "--zone", paramLabel = "ZONE", description = "With a parser: the zone of time stamps without a zone. A"
        + " route uses caravan.timezone.")
    private String zone;

    @Parameters(arity = "0..2", paramLabel = "[PARSER] [FILE]",
        description = "Name of the parser, unless --route or --guess-format is given; then the file with the lines, - or nothing for"
            + " standard input.")
    private List<String> arguments = List.of();

    /** Creates a command that reads the standard input of the program. */
    public ParseCommand() {
        this(System.in);
    }

    ParseCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() throws IOException {
        int taken = route == null && !guess ? 1 : 0;
        if (arguments.size() < taken || arguments.size() > taken + 1) {
            throw new ParameterException(spec.commandLine(), route == null
                && !guess ? "give the name of a parser and at most one file, or --route" : "give at most one file");
        }
        String file = arguments.size() > taken ? arguments.get(taken) : "-";
        PrintWriter err = spec.commandLine().getErr();
        if (guess) {
            return new FormatReport(spec.commandLine().getOut(), err).of(file, standardInput);
        }
        try (DryRun trial = trial(); InputStream in = file.equals("-") ? standardInput : Files.newInputStream(Path.of(file))) {
            LineBlocks blocks = new LineBlocks(in, LineBlocks.origin(file, Instant.now(), "localhost"));
            for (Block block = blocks.next(); block != null; block = blocks.next()) {
                lines += block.lines();
                print(trial.run(block));
            }
            err.println(lines + " lines, " + records + " records, " + unparsed + " unparsed"
                + (counts.isEmpty() ? "" : ", sent to other prefixes: " + counts));
            return unparsed > 0 ? 1 : 0;
        } catch (TrialException e) {
            err.println(e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println(file + " cannot be read: " + (e instanceof NoSuchFileException ? "there is no such file"
                : e instanceof AccessDeniedException ? "permission denied" : e.getMessage()));
            return 1;
        } finally {
            err.flush();
        }
    }

    private DryRun trial() {
        return route != null ? new RouteTrial(route, Map.of())
            : new ParserTrial(arguments.get(0), zone == null ? ZoneId.systemDefault() : ZoneId.of(zone));
    }

    private void print(Block block) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(block);
        records += block.lines();
        for (SideOutput section : block.sections()) {
            String text = new String(section.bytes(), StandardCharsets.UTF_8);
            if (section.output().equals(block.unparsedOutput())) {
                unparsed += section.lines();
                explain(text);
            } else {
                counts.merge(section.output(), section.lines(), Integer::sum);
                out.print(text);
            }
        }
        out.flush();
    }

    private void explain(String refused) throws IOException {
        for (String line : refused.lines().toList()) {
            JsonNode record = new ObjectMapper().readTree(line);
            spec.commandLine().getErr().println("unparsed: " + record.path("reason").asText() + ": "
                + record.path("raw").asText());
        }
    }
}
