package dev.caravan.schema.input;

import dev.caravan.deliver.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The inputs that a command line names. Holds the client for S3, which is made when the first {@code s3://} comes, and
 * the copy of standard input; both go when it is closed.
 */
public final class Inputs implements AutoCloseable {

    private final Supplier<S3Client> clients;
    private final InputStream standardInput;
    private @Nullable S3Client client;
    private @Nullable Path copy;

    /**
     * Nothing is opened yet.
     *
     * @param clients       makes the client for S3; it is closed with this object
     * @param standardInput what {@code -} means
     */
    public Inputs(Supplier<S3Client> clients, InputStream standardInput) {
        this.clients = clients;
        this.standardInput = standardInput;
    }

    /**
     * The inputs of these arguments, in order: a file, {@code -} for standard input, {@code s3://bucket/prefix} for all
     * objects below it.
     *
     * @throws BadRecordException an argument names nothing that can be read
     */
    public List<Input> of(List<String> arguments) throws BadRecordException {
        List<Input> inputs = new ArrayList<>();
        for (String argument : arguments) {
            try {
                if (argument.equals("-")) {
                    inputs.add(new FileInput("-", standardInput()));
                } else if (S3Input.isUri(argument)) {
                    inputs.addAll(S3Input.list(client(), argument));
                } else {
                    inputs.add(new FileInput(argument, Path.of(argument)));
                }
            } catch (IOException e) {
                throw new BadRecordException(argument, 0, e.getMessage());
            } catch (SdkException e) {
                throw new BadRecordException(argument, 0, Failure.reason(e, "s3:ListBucket", "check the name"));
            }
        }
        return inputs;
    }

    private Path standardInput() throws IOException {
        if (copy == null) {
            // A temporary file is made for its owner's eyes alone.
            copy = Files.createTempFile("caravan-infer-", ".tmp");
            Files.copy(standardInput, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    private S3Client client() {
        if (client == null) {
            client = clients.get();
        }
        return client;
    }

    /** Deletes the copy of standard input, closes the client. */
    @Override
    public void close() throws IOException {
        if (client != null) {
            client.close();
        }
        if (copy != null) {
            Files.deleteIfExists(copy);
        }
    }
}
