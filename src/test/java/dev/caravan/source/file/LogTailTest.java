package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path directory;

    @Test
    void aPollOfARouteThatIsBeingRemovedDoesNotWaitForIt() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        try (StateDirectory state = StateDirectory.open(directory.resolve("state"));
            DefaultCamelContext context = new DefaultCamelContext()) {
            Sources sources = new Sources(state, new OutboxSpace(state.outbox(), 1 << 20), "web1");
            context.getRegistry().bind("sources", sources);
            context.start();
            LogTail tail = new LogTail();
            tail.setCamelContext(context);
            tail.setSource("nginx");
            tail.setDirectory(logs.toString());
            tail.setFileName("access.log");
            Endpoint endpoint = context.getEndpoint("file:" + logs + "?initialDelay=1h");
            Consumer consumer = endpoint.createConsumer(exchange -> {});
            consumer.start();
            sources.get("nginx").hold();
            ServiceHelper.suspendService(consumer);
            assertTrue(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> tail.begin(consumer, endpoint)));
            consumer.stop();
        }
    }

    @Test
    void theClockOfARouteThatIsBeingRemovedDoesNotTakeTheSourceAgain() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        try (StateDirectory state = StateDirectory.open(directory.resolve("state"));
            DefaultCamelContext context = new DefaultCamelContext()) {
            Sources sources = new Sources(state, new OutboxSpace(state.outbox(), 1 << 20), "web1");
            context.getRegistry().bind("sources", sources);
            context.start();
            LogTail tail = new LogTail();
            tail.setCamelContext(context);
            tail.setSource("nginx");
            tail.setDirectory(logs.toString());
            tail.setFileName("access.log");
            Endpoint endpoint = context.getEndpoint("file:" + logs + "?initialDelay=1h");
            Consumer consumer = endpoint.createConsumer(exchange -> {});
            tail.start();
            tail.run(() -> tail.begin(consumer, endpoint), consumer);
            assertTrue(sources.get("nginx").isAttached());
            tail.stop();
            tail.run(() -> {}, consumer);
            tail.run(() -> {
                throw new StackOverflowError();
            }, consumer);
            assertFalse(sources.get("nginx").isAttached(), "the route in its place could not have it");
        }
    }
}
