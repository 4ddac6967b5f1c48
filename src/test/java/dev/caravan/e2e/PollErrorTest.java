package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.source.file.LogTail;
import dev.caravan.source.file.Logs;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.ScheduledPollConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An error of Java in a poll, or in the steps behind it, costs time and no line. */
@Tag("slow")
class PollErrorTest {

    @TempDir
    Path directory;
    private Path logs;
    private S3Server s3;

    /** Throws an error as often as it is told to. */
    public static final class Thrower {

        private final AtomicInteger left = new AtomicInteger(3);

        /** A step. */
        public void step() {
            if (left.getAndDecrement() > 0) {
                throw new StackOverflowError("for the test");
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
    }

    private Map<String, String> settings(String steps) throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("own.yaml"), steps);
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("camel.main.routes-reload-directory", routes.toString());
        return settings;
    }

    @Test
    void anErrorInThePollItself() throws Exception {
        Map<String, String> settings = settings("""
            - route:
                id: own
                from:
                  uri: kamelet:log-tail-source
                  parameters: { source: own, directory: "%s", fileName: own.log }
                  steps:
                    - to: kamelet:s3-batch-sink?source=own
            """.formatted(logs));
        Logs.append(logs.resolve("access.log"), Logs.lines(0, 10));
        try (InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").size() == 10);
            CamelContext context = caravan.shipper().main().getCamelContext();
            ScheduledPollConsumer consumer = context.getRoutes().stream().map(Route::getConsumer)
                .filter(c -> c instanceof FileConsumer polled && polled.getPollStrategy() instanceof LogTail tail
                    && tail.getSource().equals("own"))
                .map(ScheduledPollConsumer.class::cast).findFirst().orElseThrow();
            AtomicInteger left = new AtomicInteger(3);
            PollingConsumerPollStrategy strategy = consumer.getPollStrategy();
            consumer.setPollStrategy(new PollingConsumerPollStrategy() {
                @Override
                public boolean begin(Consumer polled, Endpoint endpoint) {
                    if (left.get() > 0) {
                        left.getAndDecrement();
                        throw new StackOverflowError("for the test");
                    }
                    return strategy.begin(polled, endpoint);
                }

                @Override
                public void commit(Consumer polled, Endpoint endpoint, int messages) {
                    strategy.commit(polled, endpoint, messages);
                }

                @Override
                public boolean rollback(Consumer polled, Endpoint endpoint, int retries, Exception cause) throws Exception {
                    return strategy.rollback(polled, endpoint, retries, cause);
                }
            });
            await().atMost(Duration.ofSeconds(5)).until(() -> left.get() < 3);
            assertTrue(health(context).contains("for the test"), health(context));
            Logs.append(logs.resolve("own.log"), Logs.lines(0, 10));
            Logs.append(logs.resolve("access.log"), Logs.lines(10, 20));
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("own/").size() == 10
                && s3.lines("nginx/").size() == 20);
            assertEquals("", health(context));
        }
    }

    /** What is wrong with the source {@code own}. */
    private static String health(CamelContext context) {
        return HealthCheckHelper.invoke(context).stream().filter(r -> r.getCheck().getId().equals("source-own"))
            .flatMap(r -> r.getMessage().stream()).collect(Collectors.joining());
    }

    @Test
    void anErrorInAStepOfALog() throws Exception {
        Logs.append(logs.resolve("own.log"), Logs.lines(0, 10));
        Logs.append(logs.resolve("access.log"), Logs.lines(0, 10));
        try (InProcess caravan = new InProcess(settings("""
            - beans:
                - name: thrower
                  type: "#class:dev.caravan.e2e.PollErrorTest$Thrower"
            - route:
                id: own
                from:
                  uri: kamelet:log-tail-source
                  parameters: { source: own, directory: "%s", fileName: own.log }
                  steps:
                    - bean: { ref: thrower, method: step }
                    - to: kamelet:s3-batch-sink?source=own
            """.formatted(logs)))) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertEquals(10, s3.lines("own/").size()));
            assertEquals(10, s3.lines("nginx/").size());
        }
    }

    @Test
    void anErrorInAStepOfACommand() throws Exception {
        try (InProcess caravan = new InProcess(settings("""
            - beans:
                - name: thrower
                  type: "#class:dev.caravan.e2e.PollErrorTest$Thrower"
            - route:
                id: own
                from:
                  uri: kamelet:command-source
                  parameters: { source: own, command: "echo a line", interval: 200ms }
                  steps:
                    - bean: { ref: thrower, method: step }
                    - to: kamelet:s3-batch-sink?source=own
            """))) {
            await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("own/").contains("a line"));
        }
    }
}
