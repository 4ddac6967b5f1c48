package dev.caravan.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.outbox.Outbox;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The route and the stopping thread deliver the same outbox. */
class DeliveryTest {

    @TempDir
    Path directory;
    private StateDirectory state;
    private DefaultCamelContext context;
    private Sources sources;
    private Delivery delivery;

    @BeforeEach
    void open() throws Exception {
        state = StateDirectory.open(directory.resolve("state"));
        context = new DefaultCamelContext();
        OutboxSpace space = new OutboxSpace(state.outbox(), 1 << 30);
        sources = new Sources(state, space, "web1");
        delivery = new Delivery(sources, new Outbox(state.outbox(), space, 20), "bucket", "",
            AWS2S3Configuration::new, null);
    }

    @AfterEach
    void close() throws Exception {
        context.close();
        state.close();
    }

    private Exchange exchange(Path file) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(Delivery.AT_STOP, true);
        exchange.getMessage().setBody(file.toFile());
        return exchange;
    }

    @Test
    void aFileThatWasDeliveredSinceItWasListedIsNoFailure() throws Exception {
        Path gone = state.outbox().resolve("nginx/2026/11/26/one.log");
        Exchange exchange = exchange(gone);

        PausedException paused = assertThrows(PausedException.class, () -> delivery.prepare(exchange));
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, paused);
        delivery.failed(exchange);
        assertNull(delivery.problem());
        assertFalse(delivery.isBusy());

        Path there = state.outbox().resolve("nginx/2026/11/26/two.log");
        Files.createDirectories(there.getParent());
        Files.writeString(there, "a line\n");
        Exchange next = exchange(there);
        delivery.prepare(next);
        assertEquals("nginx/2026/11/26/two.log", next.getMessage().getHeader(AWS2S3Constants.KEY));
    }

    @Test
    void aFileThatTheOtherOneIsSendingIsLeftToIt() throws Exception {
        Path file = state.outbox().resolve("nginx/2026/11/26/one.log");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a line\n");
        delivery.prepare(exchange(file));
        assertThrows(PausedException.class, () -> delivery.prepare(exchange(file)));
    }

    /** Routes of users: what they leave out, or swallow, must cost no line. */
    @ParameterizedTest
    @ValueSource(strings = {"prepare", "prepare, refused", "prepare, compare", "nothing that works"})
    void camelDeletesNoFileOfAnExchangeThatEndsWithoutProof(String methods) throws Exception {
        Path file = state.outbox().resolve("nginx/2026/11/27/one.log");
        Files.createDirectories(file.getParent());
        context.getRegistry().bind("delivery", delivery);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition route = from("file:" + state.outbox() + "?recursive=true&delete=true&initialDelay=1&delay=20");
                TryDefinition all = route.doTry();
                if (methods.startsWith("nothing")) {
                    // No file: prepare throws before there is an attempt.
                    all.setBody(constant("text"));
                    all.bean("delivery", "prepare");
                } else {
                    for (String method : methods.split(", ")) {
                        all.bean("delivery", method);
                    }
                }
                all.doCatch(Throwable.class).to("log:swallowed?level=DEBUG").end();
            }
        });
        context.start();
        Files.move(Files.writeString(directory.resolve("one.log"), "a line\n"), file);
        sources.outbox().added(7);
        NotifyBuilder twice = new NotifyBuilder(context).whenDone(2).create();
        assertTrue(twice.matches(10, TimeUnit.SECONDS));
        assertTrue(Files.exists(file));
        await().atMost(Duration.ofSeconds(5)).until(() -> !delivery.isBusy());
        assertEquals(1, sources.outbox().files());
    }
}
