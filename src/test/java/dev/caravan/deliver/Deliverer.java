package dev.caravan.deliver;

import dev.caravan.outbox.Outbox;
import dev.caravan.outbox.OutboxScheduler;
import dev.caravan.state.Destination;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Delivery alone, as the program puts it together: an outbox, the beans, and the routes of a deliver.yaml. */
final class Deliverer implements AutoCloseable {

    /** The file as it ships. */
    static final Path SHIPPED = Path.of("routes/deliver.yaml");
    /** The file as users may have copied it. */
    static final Path OF_BEFORE = Path.of("src/test/resources/deliver-of-before.yaml");

    private final StateDirectory state;
    private final OutboxSpace space;
    private final CamelContext context = new DefaultCamelContext();
    private final Delivery delivery;
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private int number;

    Deliverer(Path root, String endpoint, Path routes, boolean conditional) throws Exception {
        state = StateDirectory.open(root);
        state.destination().use(Destination.of(S3Server.BUCKET, endpoint));
        space = new OutboxSpace(state.outbox(), 1 << 30);
        Outbox outbox = new Outbox(state.outbox(), space, 20);
        AWS2S3Configuration s3 = context.getComponent("aws2-s3", AWS2S3Component.class).getConfiguration();
        s3.setOverrideEndpoint(true);
        s3.setUriEndpointOverride(endpoint);
        s3.setForcePathStyle(true);
        s3.setRegion("us-east-1");
        s3.setAccessKey("key");
        s3.setSecretKey("secret");
        delivery = new Delivery(new Sources(state, space, "web1"), outbox, S3Server.BUCKET, "", () -> s3, delivered::add);
        s3.setAmazonS3Client(S3ClientFactory.create(s3, Duration.ofSeconds(5), delivery.answers()));
        context.getRegistry().bind("outbox", outbox);
        context.getRegistry().bind("outboxScheduler", new OutboxScheduler(space));
        context.getRegistry().bind("delivery", delivery);
        Properties properties = new Properties();
        properties.setProperty("caravan.bucket", S3Server.BUCKET);
        properties.setProperty("caravan.state-dir", root.toString());
        properties.setProperty("caravan.conditional-writes", String.valueOf(conditional));
        context.getPropertiesComponent().setInitialProperties(properties);
        String text = Files.readString(routes).replace("        delay: 500\n", "        initialDelay: 1\n        delay: 20\n");
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("deliver.yaml", text));
        context.start();
    }

    /** Seals a batch of so many numbered lines; returns its key. */
    String seal(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("line ").append(number++).append(" x\n");
        }
        String key = "nginx/2026/11/27/20261127T101500Z_web1_k3f9x2-" + String.format("%06d", number) + ".log";
        put(key, text.toString());
        return key;
    }

    /** Puts a file into the outbox. */
    void put(String key, String text) throws IOException {
        Path file = state.outbox().resolve(key);
        Files.createDirectories(file.getParent());
        Path made = Files.writeString(state.root().resolve("made"), text);
        space.added(Files.size(made));
        Files.move(made, file);
        space.arrival();
    }

    /** Lines sealed so far. */
    int sealed() {
        return number;
    }

    /** Keys that wait in the outbox. */
    List<String> waiting() throws IOException {
        try (Stream<Path> all = Files.walk(state.outbox())) {
            return all.filter(Files::isRegularFile).map(file -> state.outbox().relativize(file).toString()).toList();
        } catch (UncheckedIOException e) {
            // One was deleted, or moved, while they were listed.
            return waiting();
        }
    }

    /** Keys as they were delivered. */
    List<String> delivered() {
        return delivered;
    }

    Delivery delivery() {
        return delivery;
    }

    OutboxSpace space() {
        return space;
    }

    /** What is remembered of a destination. */
    String fact(String name) {
        return state.destination().fact(name);
    }

    Path root() {
        return state.root();
    }

    @Override
    public void close() throws Exception {
        context.close();
        state.close();
    }
}
