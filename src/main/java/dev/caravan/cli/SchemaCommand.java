package dev.caravan.cli;

import dev.caravan.schema.Schema;
import dev.caravan.schema.Schemas;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema}: lists the schemas that are shipped, or prints one of them, ready to be uploaded to Panther. */
@Command(name = "schema", mixinStandardHelpOptions = true,
    description = "Lists the Panther schemas of Caravan's records, or prints one.")
public final class SchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    private boolean help;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the schema to print; without it, all are listed.")
    private String name;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (name != null) {
            try {
                out.print(Schemas.text(name));
            } catch (IllegalArgumentException e) {
                spec.commandLine().getErr().println(e.getMessage());
                spec.commandLine().getErr().flush();
                return 1;
            }
        } else {
            for (String each : Schemas.names()) {
                Schema schema = Schemas.load(each);
                out.printf("%-17s %-21s %s%n", each, schema.name(), schema.description());
            }
        }
        out.flush();
        return 0;
    }
}
