package dev.caravan.cli;

import dev.caravan.config.Catalog;
import dev.caravan.config.Given;
import dev.caravan.config.SettingsFile;
import dev.caravan.parse.Schemas;
import dev.caravan.schema.Schema;
import dev.caravan.schema.sql.SqlDialect;
import dev.caravan.schema.sql.SqlTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code schema}: lists the schemas of Caravan's records, or prints one of them, for Panther or as a table of a query engine. */
@Command(name = "schema", sortOptions = false,
    description = "Lists the schemas of Caravan's records, or prints one: for Panther, or as a table of a query engine.",
    footer = {"", "Example: caravan schema auth --sql athena --bucket my-security-logs",
        "Exit codes: 0 printed; 1 there is no such schema, or no such table; 2 wrong usage."})
public final class SchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Option(names = "--sql", paramLabel = "ENGINE", description = "Print the table for ${COMPLETION-CANDIDATES} instead.")
    private SqlDialect sql;

    @Option(names = "--source", paramLabel = "NAME", description = "With --sql: first folder of the keys. Default: the source that"
        + " writes these records.")
    private String source;

    @Option(names = "--bucket", paramLabel = "BUCKET", description = "With --sql: the bucket. Default: caravan.bucket.")
    private String bucket;

    @Option(names = "--key", paramLabel = "TEMPLATE", description = "With --sql: template of the keys. Default: caravan.key.")
    private String key;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the schema to print. Without it, the command lists all schemas.")
    private String name;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (name != null) {
            try {
                out.print(sql == null ? Schemas.text(name) : table());
            } catch (IllegalArgumentException e) {
                spec.commandLine().getErr().println(e.getMessage());
                spec.commandLine().getErr().flush();
                return 1;
            }
        } else {
            for (String each : Schemas.names()) {
                Schema schema = Schemas.load(each);
                out.printf(Locale.ROOT, "%-17s %-21s %s%n", each, schema.name(), schema.description());
            }
        }
        out.flush();
        return 0;
    }

    private String table() throws IOException {
        Given settings = Given.around(null, SettingsFile.find());
        // The source nginx writes records of the schema nginx-json if its format is json.
        String output = source != null ? source : name.endsWith("-json") ? name.substring(0, name.length() - "-json".length()) : name;
        return SqlTable.of(sql, Schemas.load(name), bucket != null ? bucket
            : settings.get(Catalog.BUCKET.name()) != null ? settings.value(Catalog.BUCKET) : String.valueOf(Catalog.BUCKET.example()),
            key != null ? key : settings.value(Catalog.KEY), output);
    }
}
