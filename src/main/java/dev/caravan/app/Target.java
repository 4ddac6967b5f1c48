package dev.caravan.app;

import dev.caravan.config.Catalog;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Settings;
import dev.caravan.deliver.EndpointSetting;
import dev.caravan.embedded.EmbeddedS3;
import dev.caravan.logging.Secrets;
import dev.caravan.state.Destination;
import dev.caravan.state.DestinationFile;
import dev.caravan.state.EmbeddedMove.Kind;
import dev.caravan.state.EmbeddedMove;
import dev.caravan.state.StateDirectory;
import dev.caravan.state.StateLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The destination of objects, with its state. A state has one destination, so lines that were collected for one bucket never go to another one,
 * and the embedded server has its own state.
 *
 * @param state    locked for this process
 * @param bucket   name of the bucket
 * @param embedded the embedded server; null if a bucket is set
 */
record Target(StateDirectory state, String bucket, @Nullable EmbeddedS3 embedded) implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");
    private static final String EMBEDDED_BUCKET = "caravan";
    private static final int USUAL_PORT = 9000;

    /**
     * Opens the state that belongs to the settings, and starts the embedded server if no bucket is set.
     *
     * @param lookup returns the value of a setting, or null
     * @throws IllegalArgumentException if the state has another destination; the message says what to do
     * @throws IOException              if the state cannot be used
     */
    static Target open(Settings settings, UnaryOperator<String> lookup) throws IOException {
        StateLock lock = StateLock.take(settings.get(Catalog.STATE_DIRECTORY));
        boolean opened = false;
        try {
            EmbeddedMove move = new EmbeddedMove(lock.root());
            if (move.isUnderWay()) {
                move.run(settings.embeddedDirectory());
            }
            DestinationFile known = DestinationFile.read(lock.root());
            Destination destination = null;
            if (settings.get(Catalog.BUCKET).isEmpty()) {
                prepareEmbedded(settings, known.stored(), move, lock.root());
            } else {
                destination = Destination.of(settings.get(Catalog.BUCKET), EndpointSetting.of(lookup));
                check(known.stored(), destination, settings.get(Catalog.CONFIRMED_DESTINATION), lock.root());
            }
            opened = true;
            return destination == null ? embedded(settings, lock) : bucket(destination, lock);
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static void prepareEmbedded(Settings settings, @Nullable Destination stored, EmbeddedMove move, Path root)
        throws IOException {
        if (stored != null) {
            throw new IllegalArgumentException("caravan.bucket is not set, and the state directory " + root + " is that of "
                + stored + ": set caravan.bucket = " + stored.bucket() + " (is application.properties in the working directory?)."
                + " To try Caravan without a bucket, give it another caravan.state-dir");
        }
        List<Path> buckets = List.of(root.resolve("s3").resolve(EMBEDDED_BUCKET),
            settings.embeddedDirectory().resolve(EMBEDDED_BUCKET));
        Kind kind = move.kind(buckets);
        if (kind == Kind.BUCKET) {
            throw new IllegalArgumentException("caravan.bucket is not set, and the state directory " + root + " was used by an"
                + " older version to deliver to a bucket: set caravan.bucket (is application.properties in the working directory?)."
                + " To try Caravan without a bucket, give it another caravan.state-dir");
        }
        if (kind == Kind.EMBEDDED && !move.isDone()) {
            move.run(settings.embeddedDirectory());
        }
    }

    private static void check(@Nullable Destination stored, Destination destination, String confirmed, Path root) throws IOException {
        if (stored == null || stored.equals(destination)) {
            return;
        }
        long waiting = 0;
        if (Files.isDirectory(root.resolve("outbox"))) {
            try (Stream<Path> all = Files.walk(root.resolve("outbox"))) {
                waiting = all.filter(Files::isRegularFile).count();
            }
        }
        if (waiting > 0 && !destination.bucket().equals(confirmed)) {
            throw new IllegalArgumentException("objects go to " + destination + " now, but the state directory " + root + " is that of "
                + stored + ", and " + waiting + " objects for it wait in the outbox: deliver them first (set it back, and wait"
                + " until outbox/ is empty), or give the new destination another caravan.state-dir. To send them to the new"
                + " one, set caravan.destination.confirm = " + destination.bucket());
        }
        LOG.warn("Objects went to {} so far, and go to {} from now on{}. Reading continues at the stored offsets; lines that were delivered"
            + " before are not sent again.", stored, destination, waiting == 0 ? ""
                : ", including the " + waiting + " that wait in the outbox, because caravan.destination.confirm is set");
    }

    /** Returns sentences about the destination: one for a bucket, three for the embedded server, whose users are new to Caravan. */
    List<String> say(Settings settings) {
        if (embedded == null) {
            return List.of("objects go to " + state.destination().current());
        }
        return List.of("caravan.bucket is not set, so nothing leaves this machine: objects go to an S3 server within Caravan, "
            + embedded.endpoint() + ", which keeps them in " + settings.embeddedDirectory().toAbsolutePath().normalize() + " ("
            + (settings.get(Catalog.EMBEDDED_BYTES) >> 20) + " MiB at most, the oldest go first)",
            "only users who can read the state directory can read them: " + embedded.config().command(bucket),
            "to ship to a bucket, set caravan.bucket (application.properties, -Dcaravan.bucket=, or CARAVAN_BUCKET): the bucket gets the logs"
                + " from their beginning, including the lines that were shipped here");
    }

    /** Returns settings of Camel's component for the embedded server, independent of the settings for another store. */
    AWS2S3Configuration ofEmbedded() {
        AWS2S3Configuration s3 = new AWS2S3Configuration();
        EmbeddedS3 server = Objects.requireNonNull(embedded, "there is a bucket");
        s3.setUriEndpointOverride(server.endpoint().toString());
        s3.setOverrideEndpoint(true);
        s3.setForcePathStyle(true);
        s3.setRegion("us-east-1");
        s3.setAccessKey(server.config().accessKey());
        s3.setSecretKey(server.config().secretKey());
        return s3;
    }

    /** Replaces the values that routes read by those of the embedded mode, if it is used. */
    void fix(Placeholders placeholders) {
        if (embedded != null) {
            placeholders.put(Map.of("caravan.bucket", bucket, "caravan.state-dir", state.root().toString()));
        }
    }

    /** Stops the embedded server and releases the state directory. */
    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
        state.close();
    }

    private static Target bucket(Destination destination, StateLock lock) throws IOException {
        StateDirectory state = StateDirectory.of(lock);
        state.destination().use(destination);
        return new Target(state, destination.bucket(), null);
    }

    private static Target embedded(Settings settings, StateLock lock) throws IOException {
        StateDirectory state = StateDirectory.embedded(lock);
        // The address of the server may change at each start, so the destination is a fixed name.
        state.destination().use(Destination.of(EMBEDDED_BUCKET, Destination.EMBEDDED));
        try {
            Integer port = settings.ifSet(Catalog.EMBEDDED_PORT);
            EmbeddedS3 server = EmbeddedS3.start(settings.embeddedDirectory(), state.root().resolve("aws-config"),
                EMBEDDED_BUCKET, port == null ? USUAL_PORT : port, port == null, settings.get(Catalog.EMBEDDED_BYTES));
            Secrets.add(server.config().accessKey());
            Secrets.add(server.config().secretKey());
            return new Target(state, EMBEDDED_BUCKET, server);
        } catch (IOException e) {
            state.close();
            throw e;
        }
    }
}
