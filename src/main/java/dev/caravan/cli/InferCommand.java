package dev.caravan.cli;

import dev.caravan.app.NotStartedException;
import dev.caravan.deliver.S3ClientFactory;
import dev.caravan.schema.Consistency;
import dev.caravan.parse.Schemas;
import dev.caravan.schema.Descriptions;
import dev.caravan.schema.EventTime;
import dev.caravan.schema.Infer;
import dev.caravan.schema.Schema;
import dev.caravan.schema.SchemaName;
import dev.caravan.schema.SchemaValidator;
import dev.caravan.schema.SchemaYaml;
import dev.caravan.schema.input.BadRecordException;
import dev.caravan.schema.input.Input;
import dev.caravan.schema.input.Inputs;
import dev.caravan.schema.input.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * {@code infer}: prints the Panther schema of records. Reads the records twice: first to infer the schema, then to check each record against
 * it. Prints only the schema to standard output, and nothing if a record is bad.
 */
@Command(name = "infer", sortOptions = false,
    description = "Prints the Panther schema of records, as pantherlog infer does.",
    footer = {"", "Example: caravan infer --name MyApp myapp.jsonl",
        "Exit codes: 0 printed; 1 a bad line, or --strict refuses; 2 wrong usage."})
public final class InferCommand implements Callable<Integer> {

    private final Supplier<S3Client> clients;
    private final InputStream standardInput;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Option(names = "--name", required = true, paramLabel = "NAME",
        description = "Name of the schema. A name without a dot gets the prefix Custom, as in Custom.Netstat.")
    private String name;

    @Option(names = "--event-time", paramLabel = "FIELD",
        description = "Mark this timestamp as the time of the event. Without it, Panther uses the time at which it reads the record.")
    private String eventTime;

    @Option(names = "--describe",
        description = "Add the descriptions that Caravan's schemas have for fields of the same name.")
    private boolean describe;

    @Option(names = "--strict",
        description = "Refuse, with exit code 1, if a field has mixed types or is sometimes missing or null;"
            + " name the fields, files and lines. Whole numbers among floats are accepted.")
    private boolean strict;

    @Option(names = "--no-coerce",
        description = "Keep numbers and booleans in strings as strings. pantherlog infers bigint, float or"
            + " boolean for them, and a type cannot be changed later.")
    private boolean noCoerce;

    @Parameters(arity = "1..*", paramLabel = "FILE",
        description = "Newline-delimited JSON, plain, gzip or zstd; - is standard input; s3://bucket/prefix means all"
            + " objects below that prefix, read with the settings camel.component.aws2-s3.*.")
    private List<String> files;

    /** Creates a command that reads S3 with the settings of delivery. */
    public InferCommand() {
        this(() -> client(Map.of()));
    }

    /** Returns a client with the settings of delivery, overridden by {@code settings}. */
    static S3Client client(Map<String, String> settings) {
        try {
            return S3ClientFactory.ofSettings(settings);
        } catch (SdkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(NotStartedException.explain(e), e);
        }
    }

    /**
     * Creates a command that reads S3 with a given client.
     *
     * @param clients creates the client for the first {@code s3://} argument; the command closes the client at its end
     */
    public InferCommand(Supplier<S3Client> clients) {
        this(clients, System.in);
    }

    InferCommand(Supplier<S3Client> clients, InputStream standardInput) {
        this.clients = clients;
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() throws IOException {
        try (Inputs inputs = new Inputs(clients, standardInput)) {
            // The name is checked before anything is read: a wrong one should not cost a listing of the bucket.
            String fullName = SchemaName.of(name);
            Schema schema = infer(inputs.of(files), fullName);
            if (schema == null) {
                return 1;
            }
            spec.commandLine().getOut().print(SchemaYaml.print(schema));
            spec.commandLine().getOut().flush();
            return 0;
        } catch (BadRecordException | IllegalArgumentException e) {
            return fail(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the schema; null if it was refused, after printing the reasons. */
    private @Nullable Schema infer(List<Input> inputs, String fullName) throws BadRecordException {
        Infer infer = new Infer(!noCoerce);
        Consistency consistency = new Consistency(infer);
        forEach(inputs, (record, reader) -> {
            infer.add(record);
            if (strict) {
                consistency.add(record, reader.place());
            }
        });
        if (!consistency.complaints().isEmpty()) {
            consistency.complaints().forEach(this::fail);
            return null;
        }
        Schema schema = infer.schema(fullName);
        if (schema == null) {
            fail("no record with a field that has a value in " + String.join(", ", files)
                + "; a schema needs at least one");
            return null;
        }
        if (eventTime != null) {
            schema = EventTime.mark(schema, eventTime);
        }
        if (describe) {
            schema = Descriptions.add(schema, Schemas.all());
        }
        check(inputs, schema);
        return schema;
    }

    private void check(List<Input> inputs, Schema schema) throws BadRecordException {
        SchemaValidator validator = new SchemaValidator(schema);
        forEach(inputs, (record, reader) -> {
            SchemaValidator.Result result = validator.check(record);
            if (!result.isTaken()) {
                throw new BadRecordException(reader.place(), 0, "does not fit the schema inferred from all records: "
                    + result.problems().get(0));
            }
        });
    }

    private static void forEach(List<Input> inputs, Step step) throws BadRecordException {
        for (Input input : inputs) {
            try (RecordReader reader = new RecordReader(input)) {
                for (Map<String, Object> record = reader.next(); record != null; record = reader.next()) {
                    step.take(record, reader);
                }
            }
        }
    }

    private int fail(String message) {
        spec.commandLine().getErr().println(message);
        spec.commandLine().getErr().flush();
        return 1;
    }

    private interface Step {
        void take(Map<String, Object> record, RecordReader reader) throws BadRecordException;
    }
}
